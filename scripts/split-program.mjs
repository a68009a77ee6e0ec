// Cuts a program where `fetched_when_shown!` marks it, and makes what a browser loads of it: the script, the WASM of
// the first screen, and one WASM per part that is fetched later. Every file is named by its content.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withoutForeignParts } from "./wasm-exports.mjs";

/** Named one by one: with `--all-features` Chromium refuses the module. */
const FEATURES = ["bulk-memory", "reference-types", "nontrapping-float-to-int", "sign-ext", "mutable-globals", "multivalue"];

const hash = (...parts) => {
  const sum = createHash("sha256");
  parts.forEach((part) => sum.update(part));
  return sum.digest("hex").slice(0, 16);
};
const run = (command, ...args) => execFileSync(command, args, { stdio: ["ignore", "inherit", "inherit"] });

/**
 * @param {string} wasm what the linker wrote, with its relocations
 * @param {string} name of the program: begins the names of its files
 * @param {string} folder where they go
 * @param {boolean} isSmall whether to spend the time on making them small
 * @returns {{ script: string, wasm: string, parts: number }} names of the files that a page loads first
 */
export function splitProgram(wasm, name, folder, isSmall) {
  const work = mkdtempSync(join(tmpdir(), "saxaul-split-"));
  try {
    writeFileSync(join(work, "linked"), withoutForeignParts(readFileSync(wasm)));
    run("wasm-split-cli", join(work, "linked"), work, "--out-name", "main", "--target", "web");
    run("wasm-bindgen", join(work, "main.wasm"), "--target", "web", "--no-typescript", "--keep-lld-exports", "--out-dir", work, "--out-name", "main");
    rmSync(join(work, "main.wasm"));
    const modules = readdirSync(work).filter((file) => file.endsWith(".wasm"));
    if (isSmall)
      for (const file of modules) run("wasm-opt", "-Oz", ...FEATURES.map((feature) => `--enable-${feature}`), join(work, file), "-o", join(work, file));

    const put = (file, bytes) => writeFileSync(join(folder, file), bytes);
    const names = new Map();
    for (const file of modules) {
      const bytes = readFileSync(join(work, file));
      const named = `${name}-${file === "main_bg.wasm" ? "main" : file.replace(/\.wasm$/, "")}-${hash(bytes)}.wasm`;
      names.set(file, named);
      put(named, bytes);
    }
    // The two scripts import each other: both names come from the content of both.
    const scripts = modules.length > 1 ? ["main.js", "__wasm_split.js"] : ["main.js"];
    const texts = scripts.map((file) => {
      let text = readFileSync(join(work, file), "utf8");
      for (const [file, named] of names) text = text.replaceAll(`./${file}`, `./${named}`).replaceAll(`'${file}'`, `'${named}'`);
      return text;
    });
    const both = hash(...texts);
    const named = { "main.js": `${name}-${both}.js`, "__wasm_split.js": `${name}-parts-${both}.js` };
    scripts.forEach((file, index) => {
      let text = texts[index];
      // Only where they import: the WASM asks for its imports under the old name.
      for (const [from, to] of Object.entries(named)) text = text.replaceAll(`from "./${from}"`, `from "./${to}"`);
      put(named[file], text);
    });
    return { script: named["main.js"], wasm: names.get("main_bg.wasm"), parts: modules.length - 1 };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
