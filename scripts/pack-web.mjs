// Puts the pages that Trunk built side by side into the folder that the server embeds, and compresses every file once
// at the highest level, so that no server ever compresses one: `node scripts/pack-web.mjs FROM TO`. With `--dev` as a
// third word it compresses quickly: programs that were not made small take minutes otherwise.
//
// Files with a hash in their name stand at the root and serve both programs. The console's page is index.html, that of
// the circle circle/index.html. What must keep its address (manifest, icons, service worker) is web/public/circle,
// which the circle's page copies.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const [from, to, mode] = process.argv.slice(2);
if (!from || !to) throw new Error("usage: pack-web.mjs FROM TO");

const fresh = `${to}.new`;
rmSync(fresh, { recursive: true, force: true });
mkdirSync(join(fresh, "circle"), { recursive: true });
const copy = (page, home) =>
  readdirSync(join(from, page))
    .filter((name) => !name.startsWith("."))
    .forEach((name) => cpSync(join(from, page, name), join(fresh, name === "index.html" ? home : name), { recursive: true }));
copy("console", "index.html");
copy("circle", "circle/index.html");

// The service worker begins with the list of files the circle is made of, as `FILES`: so it knows what to keep, and a
// release with other files is another worker, which browsers then fetch.
const worker = join(fresh, "circle/sw.js");
if (existsSync(worker)) {
  const files = readdirSync(join(from, "circle")).filter((name) => /\.(js|css|wasm)$/.test(name));
  writeFileSync(worker, `const FILES = ${JSON.stringify(files.map((name) => `/${name}`))};\n${readFileSync(worker, "utf8")}`);
}

for (const name of readdirSync(fresh, { recursive: true })) {
  const path = join(fresh, name);
  if (!statSync(path).isFile() || !/\.(html|js|mjs|css|wasm|svg|json|webmanifest|txt|bin)$/.test(name)) continue;
  const bytes = readFileSync(path);
  const small = brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: mode === "--dev" ? 1 : 11,
      [constants.BROTLI_PARAM_LGWIN]: 22,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
  if (small.length < bytes.length) writeFileSync(`${path}.br`, small);
}
// The folder changes at once: a server that is being built never sees half of it.
if (existsSync(to)) rmSync(to, { recursive: true });
renameSync(fresh, to);
