// Trunk hook, after a build of one page. Trunk's program is cut into the parts that are fetched when they are shown.
// The server's content security policy allows scripts from its own origin and no inline ones, so the boot script moves
// into a file of its own. The style sheets become one: a browser waits for all of them before it draws, and each is a
// trip. What is made here is named by its content.
import { createHash } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { splitProgram } from "./split-program.mjs";

const { TRUNK_STAGING_DIR: folder, SAXAUL_WEB_PROFILE: profile, CARGO_TARGET_DIR: target = "target" } = process.env;
if (!folder || !profile) throw new Error("finish-page.mjs is run by Trunk, which scripts/build-web.sh runs");

const put = (stem, text, extension) => {
  const name = `${stem}-${createHash("sha256").update(text).digest("hex").slice(0, 16)}.${extension}`;
  writeFileSync(join(folder, name), text);
  return name;
};
const drop = (name) => rmSync(join(folder, name));

/** Takes comments and the white space around blocks out; text in quotes stays as it is. */
function tighten(css) {
  return css
    .replace(/("(?:[^"\\]|\\.)*")|\/\*[\s\S]*?\*\//g, (_, quoted) => quoted ?? "")
    .replace(/("(?:[^"\\]|\\.)*")|\s*([{};])\s*|\s+/g, (_, quoted, mark) => quoted ?? mark ?? " ")
    .replace(/;}/g, "}")
    .trim();
}

const page = join(folder, "index.html");
let html = readFileSync(page, "utf8");

const [, trunkScript, program] = html.match(/from '\/((saxaul-\w+)-[0-9a-f]+\.js)'/) ?? [];
if (!program) throw new Error("Trunk's boot script names no program");
const trunkWasm = trunkScript.replace(/\.js$/, "_bg.wasm");
const { script, wasm, parts } = splitProgram(`${target}/wasm32-unknown-unknown/${profile}/${program}.wasm`, program, folder, profile !== "debug");
drop(trunkScript);
drop(trunkWasm);
// The first picture comes before the program: fetched at once, the program would compete with it for the line. A page in
// the background is not drawn and does not wait.
const boot = put(
  "boot",
  `if (!document.hidden) await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)));
const program = fetch("/${wasm}");
const { default: start } = await import("/${script}");
await start({ module_or_path: program });
`,
  "js",
);
html = html
  .replace(/\s*<script type="module"[^>]*>[\s\S]*?<\/script>/, `\n    <script type="module" src="/${boot}"></script>`)
  .replace(/<link rel="preload"[^>]*\.wasm"[^>]*>/, "")
  .replaceAll(trunkScript, script);
if (/<script(?![^>]*\bsrc=)/.test(html)) throw new Error("an inline script is left in the page");

const sheets = [...html.matchAll(/\s*<link rel="stylesheet" href="\/([^"]+)"[^>]*>/g)];
const style = put("style", tighten(sheets.map(([, name]) => readFileSync(join(folder, name), "utf8")).join("\n")), "css");
sheets.forEach(([whole, name], index) => {
  html = html.replace(whole, index === 0 ? `\n    <link rel="stylesheet" href="/${style}">` : "");
  drop(name);
});

writeFileSync(page, html);
console.log(`${program}: ${parts} part(s) fetched when they are shown, ${sheets.length} style sheets in one`);
