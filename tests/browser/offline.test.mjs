// Installable, and whole without a network after the first visit; a new build takes over without breaking an open page.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import test from "node:test";

import { DIST, NEXT, nextBuild, serveCopy } from "./copy.mjs";
import { browser, origin } from "./support.mjs";

const button = (page, name) => page.getByRole("button", { name, exact: true });
const kept = (page) => page.evaluate(() => caches.keys());

/** A context of its own, on such a server. */
function offlineTest(name, body) {
  test(name, { timeout: 120_000 }, async () => {
    const server = await serveCopy();
    const context = await (await browser()).newContext({ reducedMotion: "reduce", viewport: { width: 1280, height: 720 } });
    context.setDefaultTimeout(20_000);
    try {
      await body(context, server);
    } finally {
      await context.close();
      await server.close();
    }
  });
}

/** Opens the page, and waits until all of it is kept. */
async function visit(context, server, fragment = "") {
  const page = await context.newPage();
  await page.goto(server.address + fragment);
  await page.locator("#ringside > .page .seat").first().waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready);
  return page;
}

offlineTest("nothing is kept before the page stands", async (context, server) => {
  Object.assign(server.slow, { file: "ringside_bg.wasm", ms: 1_500 });
  await visit(context, server);
  const [sent, worker] = ["ringside_bg.wasm sent", "service-worker.js"].map((line) => server.log.indexOf(line));
  assert.ok(sent >= 0 && worker > sent, server.log.join(", "));
});

offlineTest("visited once, the page loads again without a network, from any link", async (context, server) => {
  const page = await visit(context, server);
  await server.close();
  await page.reload();
  await page.locator("#ringside > .page .seat").first().waitFor();
  await button(page, "Where does it go?").click();
  await page.goto(`${server.address}?theme=dark#lab=shares`);
  await page.getByRole("button", { name: "Laboratories" }).waitFor();
  const files = await page.evaluate(async () => {
    const asked = ["./style.css", "./icons/icon-512.png", "./lessons/index.json"];
    return Promise.all(asked.map((path) => fetch(path).then((answer) => answer.status, () => "no answer")));
  });
  assert.deepEqual(files, [200, 200, 200]);
  await page.goto(`${server.address}?lesson=versions`);
  await page.getByRole("radio").first().check();
  await page.locator(".lesson-buttons .primary").click();
  await page.getByText("your prediction").waitFor();
  // Its own engine is not kept; that of the page is.
  await page.goto(`${server.address}grade.html`);
  await page.getByRole("status").filter({ hasText: "Choose the hand-ins." }).waitFor();
});

offlineTest("a new build takes over when the last page of the old one is loaded anew, and breaks none that is open", async (context, server) => {
  const [first, second] = [await visit(context, server), await visit(context, server)];
  await first.reload();
  const before = await kept(first);
  assert.equal(before.length, 1);

  for (const [file, bytes] of await nextBuild()) server.changed.set(file, bytes);
  await first.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    while (!registration.waiting) {
      // Asked again each time: a check that began before the new build was there answers for this one, too.
      await registration.update();
      await new Promise((done) => setTimeout(done, 20));
    }
  });
  await second.reload();
  assert.doesNotMatch(await second.title(), /^New/, "while two pages are open, both stay with the build they began with");
  await first.close();
  await second.reload();
  await second.waitForFunction(() => document.title.startsWith("New"));
  await second.locator("#ringside > .page .seat").first().waitFor();
  assert.deepEqual((await kept(second)).map((name) => name.split(" ").at(-1)), [NEXT], "the old copy is gone");
  await server.close();
  await second.reload();
  assert.match(await second.title(), /^New/);
});

offlineTest("a build that does not hold together is not kept", async (context, server) => {
  server.changed.set("style.css", "/* of another build */");
  const page = await context.newPage();
  await page.goto(server.address);
  const state = await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.register("./service-worker.js");
    const worker = registration.installing ?? registration.waiting ?? registration.active;
    while (!["redundant", "activated"].includes(worker.state)) await new Promise((done) => setTimeout(done, 20));
    return worker.state;
  });
  assert.equal(state, "redundant");
});

test("the page can be installed", { timeout: 60_000 }, async () => {
  const context = await (await browser()).newContext();
  const page = await context.newPage();
  await page.goto(await origin());
  const devtools = await context.newCDPSession(page);
  const { installabilityErrors } = await devtools.send("Page.getInstallabilityErrors");
  // Pages of a test are private ones, from which nothing is ever installed.
  const errors = installabilityErrors.map((error) => error.errorId).filter((id) => id !== "in-incognito");
  assert.deepEqual(errors, []);
  const manifest = JSON.parse(await readFile(path.join(DIST, "ringside.webmanifest"), "utf8"));
  for (const { src, sizes, type } of manifest.icons.filter((icon) => icon.type === "image/png")) {
    const bytes = await readFile(path.join(DIST, src));
    assert.equal(`${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`, sizes, `${src} (${type})`);
  }
  await context.close();
});
