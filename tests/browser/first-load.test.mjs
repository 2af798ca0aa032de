// How the page begins: what it fetches, and what it says if its module does not come.

import assert from "node:assert/strict";
import test from "node:test";

import { serveCopy } from "./copy.mjs";
import { browser, origin, pageTest } from "./support.mjs";

const still = { reducedMotion: "reduce" };
const button = (page, name) => page.getByRole("button", { name, exact: true });

pageTest("the page fetches its own files once, and nothing more before a lesson is opened", still, async (page) => {
  const fetched = [];
  await page.goto("about:blank");
  page.on("response", (response) => fetched.push(new URL(response.url()).pathname.slice(1) || "index.html"));
  await page.goto(await origin());
  await page.locator("#ringside > .page .seat").first().waitFor();
  await button(page, "Put and get").click();
  await button(page, "Put").click();
  await page.getByText(/^Step \d+ of [1-9]/).waitFor();
  await page.waitForLoadState("networkidle");
  const needed = ["index.html", "keeper.js", "meanwhile.js", "notices.js", "offline.js", "ringside.js", "ringside_bg.wasm", "start.js", "style.css"];
  // Icons and the like are the browser's business.
  assert.deepEqual(fetched.filter((name) => /\.(html|js|wasm|css|json)$/.test(name)).sort(), needed);
  await button(page, "Lessons").click();
  await page.getByText("From a key to a node").first().waitFor();
  assert.ok(fetched.includes("lessons/index.json"), fetched.join(", "));
});

for (const [what, answer, words] of [
  ["is missing", { status: 404 }, /^The page could not start: the server answers 404$/],
  ["is empty", { status: 200, contentType: "application/wasm", body: "" }, /^The page could not start: ./],
  ["is damaged", { status: 200, contentType: "application/wasm", body: Buffer.from("\0asm\x01\0\0\0\x01\x7f", "latin1") }, /^The page could not start: ./],
  ["is of no named type, and damaged", { status: 200, contentType: "text/plain", body: "<html>" }, /^The page could not start: ./],
]) {
  test(`a module that ${what} is told of`, { timeout: 60_000 }, async () => {
    const server = await serveCopy();
    const context = await (await browser()).newContext({ serviceWorkers: "block" });
    context.setDefaultTimeout(15_000);
    try {
      const page = await context.newPage();
      await page.route("**/ringside_bg.wasm*", (route) => route.fulfill(answer));
      await page.goto(server.address);
      await page.locator(".sentence", { hasText: "could not start" }).waitFor();
      assert.match(await page.locator(".sentence").textContent(), words);
      await page.unroute("**/ringside_bg.wasm*");
      await page.reload();
      await page.locator("#ringside > .page .seat").first().waitFor();
    } finally {
      await context.close();
      await server.close();
    }
  });
}
