// Lighthouse on the screens people meet first, as on a phone: `node scripts/lighthouse.mjs [--runs 3] [--url http://…]`.
// Starts the release binary with the demo company, unless `--url` names a server that has it. Lighthouse itself is
// installed into .tools on first use; it is no part of `make test`. Reports stand in target/lighthouse.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const VERSION = "12.8.2";
const EMAIL = "owner@demo.saxaul.org";
const PASSWORD = "saxaul-demo-2025";
/** Least score of each category. */
const WANTED = { performance: 95, accessibility: 100, "best-practices": 100 };
const SCREENS = [
  { path: "/sign-in", isOpen: true },
  { path: "/circle/sign-in", isOpen: true },
  { path: "/" },
  { path: "/data" },
  { path: "/inventory" },
  { path: "/circle" },
];
const CHROMIUM = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];

const option = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : process.argv[at + 1];
};
const runs = Number(option("runs", "3"));
const only = option("only", "");

const tools = resolve(".tools/lighthouse");
const installed = join(tools, "node_modules/lighthouse/package.json");
if (!existsSync(installed)) {
  console.error(`==> lighthouse ${VERSION}  into .tools, once`);
  mkdirSync(tools, { recursive: true });
  execFileSync("npm", ["install", "--prefix", tools, "--no-audit", "--no-fund", "--loglevel=error", `lighthouse@${VERSION}`], { stdio: "inherit" });
}
const load = (file) => import(pathToFileURL(join(tools, "node_modules", file)).href);
const { default: lighthouse } = await load("lighthouse/core/index.js");
const { default: puppeteer } = await load("puppeteer-core/lib/esm/puppeteer/puppeteer-core.js");

const work = mkdtempSync(join(tmpdir(), "saxaul-lighthouse-"));
const reports = resolve("target/lighthouse");
mkdirSync(reports, { recursive: true });

const freePort = () =>
  new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });

async function startServer() {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const binary = resolve(process.env.SAXAUL_BIN ?? "target/release/saxaul");
  const env = {
    ...process.env,
    SAXAUL_LISTEN: `127.0.0.1:${port}`,
    SAXAUL_PUBLIC_URL: url,
    SAXAUL_DATABASE_URL: `sqlite://${join(work, "saxaul.db")}`,
    SAXAUL_FILES_URL: `file:${join(work, "files")}`,
  };
  execFileSync(binary, ["demo"], { env, cwd: work, stdio: "ignore" });
  const server = spawn(binary, ["serve"], { env, cwd: work, stdio: "ignore" });
  for (let tries = 0; ; tries += 1) {
    const isReady = await fetch(`${url}/readyz`).then((answer) => answer.ok, () => false);
    if (isReady) return { url, stop: () => server.kill() };
    if (tries > 300) throw new Error("the server is not ready after 30 seconds");
    await new Promise((done) => setTimeout(done, 100));
  }
}

async function signIn(page, url) {
  await page.goto(`${url}/sign-in`);
  await page.waitForSelector("input[type=email]");
  await page.type("input[type=email]", EMAIL);
  await page.type("input[type=password]", PASSWORD);
  await page.click("button[type=submit]");
  await page.waitForSelector("nav.rail");
}

const score = (result, name) => Math.round((result.lhr.categories[name]?.score ?? 0) * 100);
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: CHROMIUM,
  userDataDir: join(work, "profile"),
});
const named = option("url", "");
const server = named ? { url: named.replace(/\/$/, ""), stop: () => {} } : await startServer();
let failed = 0;
try {
  const screens = SCREENS.filter(({ path }) => !only || only.split(",").includes(path));
  for (const isOpen of [true, false]) {
    const page = await browser.newPage();
    if (!isOpen && screens.some((screen) => !screen.isOpen)) await signIn(page, server.url);
    for (const { path } of screens.filter((screen) => Boolean(screen.isOpen) === isOpen)) {
      const results = [];
      for (let run = 0; run < runs; run += 1) {
        // The cookie of the session stays; the cache is emptied, as on a first visit.
        const devtools = await page.createCDPSession();
        await devtools.send("Network.clearBrowserCache");
        await devtools.detach();
        const flags = { output: ["json", "html"], logLevel: "error", disableStorageReset: true, onlyCategories: [...Object.keys(WANTED), "seo"] };
        results.push(await lighthouse(server.url + path, flags, undefined, page));
      }
      // The median by speed.
      results.sort((a, b) => score(a, "performance") - score(b, "performance"));
      const result = results[Math.floor(results.length / 2)];
      const { audits } = result.lhr;
      const shown = (id) => audits[id]?.displayValue?.replace(/\s/g, " ") ?? "–";
      const scores = [...Object.keys(WANTED), "seo"].map((name) => `${name} ${score(result, name)}`).join(", ");
      console.log(`${path}: ${scores}  (FCP ${shown("first-contentful-paint")}, LCP ${shown("largest-contentful-paint")}, TBT ${shown("total-blocking-time")}, CLS ${shown("cumulative-layout-shift")}, SI ${shown("speed-index")}, ${shown("total-byte-weight")})`);
      const file = join(reports, path === "/" ? "overview" : path.slice(1).replaceAll("/", "-"));
      writeFileSync(`${file}.json`, result.report[0]);
      writeFileSync(`${file}.html`, result.report[1]);
      for (const [name, least] of Object.entries(WANTED)) {
        if (score(result, name) >= least) continue;
        failed += 1;
        console.log(`  ${name} is under ${least}`);
        for (const { id, weight } of result.lhr.categories[name].auditRefs) {
          const { score: got, title, displayValue } = audits[id];
          if (weight > 0 && got !== null && got < 1) console.log(`    ${id} (${Math.round(got * 100)}): ${title} ${displayValue ?? ""}`);
        }
      }
    }
    await page.close();
  }
} finally {
  await browser.close();
  server.stop();
  rmSync(work, { recursive: true, force: true });
}
process.exit(failed > 0 ? 1 : 0);
