// The circle's service worker: lets the app start without a network. The build puts the list of the program's own files
// before this text, as `FILES`; a release with other files is therefore another worker.
//
// It keeps the page and the program, nothing else. What people loaded is kept by the app itself, per person, and goes
// when they sign out: an answer of /graphql never enters this cache.

const CACHE = "saxaul-circle";
const PAGE = "/circle";
const FIXED = ["/circle/manifest.webmanifest", "/circle/icon.svg", "/circle/icon-192.png"];
/** Longer than this a phone with a bad connection does not wait for a page it has. */
const PATIENCE_MS = 3000;

const ours = new Set([...FILES, ...FIXED]);

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(activate()));
addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (ours.has(pathname)) event.respondWith(kept(request));
  else if (request.mode === "navigate" && (pathname === PAGE || pathname.startsWith(`${PAGE}/`))) event.respondWith(page(request));
});

/** The page and its files come together, or not at all: one release. */
async function install() {
  const cache = await caches.open(CACHE);
  await cache.addAll([...ours]);
  const answer = await fetch(PAGE, { cache: "reload" });
  if (!answer.ok) throw new Error(`${PAGE} answered ${answer.status}`);
  await cache.put(PAGE, answer);
  await skipWaiting();
}

/** Lets go of the files of earlier releases, and serves the pages that are open already. */
async function activate() {
  const cache = await caches.open(CACHE);
  for (const request of await cache.keys()) {
    const { pathname } = new URL(request.url);
    if (pathname !== PAGE && !ours.has(pathname)) await cache.delete(request);
  }
  await clients.claim();
}

/** A file whose name holds its hash never changes: no need to ask. */
async function kept(request) {
  return (await caches.match(request, { cacheName: CACHE, ignoreVary: true })) ?? fetch(request);
}

/** The network first, so that a new release is seen at once; the kept page when it does not answer in time. */
async function page(request) {
  const answer = fetch(request);
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  try {
    const first = await Promise.race([answer, late]);
    if (first?.ok || first?.type === "opaqueredirect") return first;
  } catch {
    // No network: what is kept will do.
  }
  return (await caches.match(PAGE, { cacheName: CACHE, ignoreVary: true })) ?? answer;
}
