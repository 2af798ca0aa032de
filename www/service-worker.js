// Serves the site from a copy that is kept whole: one build of it at a time, never a mixture of two.
//
// `cargo xtask dist` fills in the two constants. As it stands here, without a build, it takes itself away: whoever had the
// built site on this address before is to see what `cargo xtask start` serves.

/** The build that this copy is of: what a page of another one asks for by its build is not in it. */
const BUILD = "";
/** Each file with the hash that it must have: a copy taken while the site is being replaced would not hold together. */
const FILES = [];

// The scope is in the name: another copy of the site may live on the same host.
const OWN = `ringside ${self.registration.scope} `;
const CACHE = OWN + BUILD;

/**
 * What stands in for a page while the newer copy takes over: the same address comes once more, from the new copy. Not before
 * it has taken over: Chromium never answers a page that it asked of a worker in the moment in which this one is replaced.
 */
const HAND_OVER = `<!doctype html><meta name="color-scheme" content="light dark"><title>Ringside</title><script type="module">
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
  const { waiting } = await navigator.serviceWorker.getRegistration();
  if (waiting) waiting.postMessage("take over");
  else location.reload();
</script>`;

self.addEventListener("install", (event) => event.waitUntil(BUILD ? keep() : self.skipWaiting()));
self.addEventListener("activate", (event) => event.waitUntil(BUILD ? dropOthers() : leave()));
self.addEventListener("message", (event) => {
  if (event.data === "take over") self.skipWaiting();
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (BUILD && request.method === "GET" && request.url.startsWith(self.registration.scope)) event.respondWith(answer(request));
});

async function keep() {
  const cache = await caches.open(CACHE);
  // All or nothing: if one is missing or another, the worker is not installed, and tried again at the next visit.
  await cache.addAll(FILES.map(([path, integrity]) => new Request(path, { integrity, cache: "no-cache" })));
}

async function dropOthers() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(OWN) && name !== CACHE).map((name) => caches.delete(name)));
}

async function leave() {
  await dropOthers();
  await self.registration.unregister();
}

async function answer(request) {
  if (request.mode === "navigate" && (await lastPageLeaves())) {
    return new Response(HAND_OVER, { headers: { "Content-Type": "text/html; charset=utf-8" } });
  }
  const address = new URL(request.url);
  const build = address.searchParams.get("build");
  if (build !== null && build !== BUILD) return fetch(request);
  const cache = await caches.open(CACHE);
  if (address.pathname.endsWith("/")) address.pathname += "index.html";
  return (await cache.match(address, { ignoreSearch: true })) ?? fetch(request);
}

/** Whether a newer copy is ready, and the page that is being left or loaded anew is the last one to use this one. */
async function lastPageLeaves() {
  return self.registration.waiting !== null && (await self.clients.matchAll()).length <= 1;
}
