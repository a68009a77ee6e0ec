// What a first visit loads of each program, compressed, against its budget: the page, the style sheet, the scripts and
// the WASM that it names. `node scripts/check-bundle.mjs` after a build; fails when one is over.
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

const DIST = "web/dist";
/** Largest first load in bytes, as sent (brotli). */
const PROGRAMS = [
  { name: "console", page: "index.html", budget: 500_000 },
  // The aim is 350 kB: its rooms have yet to be fetched when they are shown, as the console's are.
  { name: "circle", page: "circle/index.html", budget: 480_000 },
];

const sent = (file) => statSync(existsSync(`${file}.br`) ? `${file}.br` : file).size;

/** The files that a page loads before its screen is there: those it names, and those its scripts import. */
function loaded(page) {
  const files = new Set([page]);
  const text = (name) => readFileSync(join(DIST, name), "utf8");
  const add = (name) => {
    if (files.has(name) || !existsSync(join(DIST, name))) return;
    files.add(name);
    if (name.endsWith(".js")) [...text(name).matchAll(/\b(?:from |import\(|fetch\()"\.?\/([^"]+\.(?:js|wasm))"/g)].forEach(([, next]) => add(next));
  };
  [...text(page).matchAll(/(?:src|href)="\/([^"]+\.(?:js|css|wasm|svg|webmanifest))"/g)].forEach(([, name]) => add(name));
  return [...files];
}

let over = 0;
for (const { name, page, budget } of PROGRAMS) {
  const files = loaded(page).map((file) => [file, sent(join(DIST, file))]);
  if (!files.some(([file]) => file.endsWith(".wasm")) || !files.some(([file]) => file.endsWith(".css")))
    throw new Error(`${page} names no WASM or no style sheet: ${files.map(([file]) => file)}`);
  const total = files.reduce((sum, [, bytes]) => sum + bytes, 0);
  const verdict = total <= budget ? "within" : "OVER";
  if (total > budget) over += 1;
  console.log(`${name}: ${total} bytes first load, ${verdict} the budget of ${budget}`);
  for (const [file, bytes] of files.sort((a, b) => b[1] - a[1])) console.log(`  ${String(bytes).padStart(8)}  ${file}`);
}
if (over > 0) process.exit(1);
