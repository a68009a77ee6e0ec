// Trunk hook, after a build: moves the inline boot script of index.html into a file of its own, named by
// its content. The server's content security policy allows scripts from its own origin and no inline ones.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const folder = process.env.TRUNK_STAGING_DIR;
if (!folder) throw new Error("external-boot.mjs is run by Trunk, which names its folder in TRUNK_STAGING_DIR");
const page = join(folder, "index.html");
const html = readFileSync(page, "utf8");

const inline = /<script type="module"[^>]*>([\s\S]*?)<\/script>/g;
let moved = 0;
const rewritten = html.replace(inline, (whole, code) => {
  if (!code.trim()) return whole;
  const name = `boot-${createHash("sha256").update(code).digest("hex").slice(0, 16)}.js`;
  writeFileSync(join(folder, name), code.trim() + "\n");
  moved += 1;
  return `<script type="module" src="/${name}"></script>`;
});
if (/<script(?![^>]*\bsrc=)[^>]*>[\s\S]*?\S[\s\S]*?<\/script>/.test(rewritten)) throw new Error("an inline script is left in index.html");
writeFileSync(page, rewritten);
console.log(`external-boot: ${moved} script(s) moved out of index.html`);
