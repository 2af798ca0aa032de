// A page of one build does not go on with files of another, which is what a server has once the site was replaced.

import assert from "node:assert/strict";
import test from "node:test";

import { nextBuild, serveCopy } from "./copy.mjs";
import { accessibilityViolations, started } from "./stage.mjs";
import { browser } from "./support.mjs";

const button = (page, name) => page.getByRole("button", { name, exact: true });
const replaced = (page) => page.getByRole("dialog", { name: "There is a newer Ringside" });
const stepWords = (page) => page.locator(".step-words").textContent();

/** A page of its own, on such a server. */
function replacedTest(name, options, body) {
  test(name, { timeout: 120_000 }, async () => {
    const server = await serveCopy();
    const context = await (await browser()).newContext({ reducedMotion: "reduce", viewport: { width: 1280, height: 720 }, ...options });
    context.setDefaultTimeout(20_000);
    try {
      await body(await context.newPage(), server);
    } finally {
      await context.close();
      await server.close();
    }
  });
}

const withoutWorker = { serviceWorkers: "block" };

/** Puts the next build in the place of the one that is served, or only some files of it. */
async function deploy(server, files) {
  for (const [file, bytes] of await nextBuild()) {
    if (!files || files.includes(file)) server.changed.set(file, bytes);
  }
}

replacedTest("a page goes on after the site was replaced, and the next build comes when it is loaded again", withoutWorker, async (page, server) => {
  const errors = [];
  page.on("pageerror", (error) => errors.push(error.message));
  await page.goto(server.address);
  await started(page);
  await deploy(server);
  await button(page, "Put and get").click();
  await button(page, "Put").click();
  await page.getByText(/^Step \d+ of [1-9]/).waitFor();
  assert.equal(await replaced(page).count(), 0);
  await page.reload();
  await page.waitForFunction(() => document.title.startsWith("New"));
  await started(page);
  await page.getByText(/^Step \d+ of [1-9]/).waitFor();
  assert.deepEqual(errors, []);
});

replacedTest("what was kept survives a site that is replaced while the page loads", withoutWorker, async (page, server) => {
  await page.goto(server.address);
  await started(page);
  await button(page, "Put and get").click();
  await button(page, "Put").click();
  await button(page, "To the end").click();
  const before = await stepWords(page);
  await page.evaluate(() => dispatchEvent(new Event("pagehide")));
  await deploy(server, ["ringside_bg.wasm"]);
  await page.reload();
  await replaced(page).waitFor();
  assert.deepEqual(await accessibilityViolations(page), []);
  await page.keyboard.press("Escape");
  assert.ok(await replaced(page).isVisible(), "there is nothing behind it that works");
  await deploy(server);
  await button(page, "Load the page again").click();
  await page.waitForFunction((words) => document.querySelector(".step-words")?.textContent === words, before);
  assert.match(await page.title(), /^New/);
});

replacedTest("a module of another build does not start", withoutWorker, async (page, server) => {
  await deploy(server, ["ringside_bg.wasm"]);
  await page.goto(server.address);
  await replaced(page).waitFor();
  server.changed.clear();
  await button(page, "Load the page again").click();
  await page.locator("#ringside > .page .seat").first().waitFor();
});

for (const file of ["ringside.js", "keeper.js", "start.js"]) {
  replacedTest(`nor with ${file} of another build`, withoutWorker, async (page, server) => {
    await deploy(server, [file]);
    await page.goto(server.address);
    await page.getByText("replaced while it was loading").waitFor();
    server.changed.clear();
    await button(page, "Load the page again").click();
    await page.locator("#ringside > .page .seat").first().waitFor();
  });
}

replacedTest("a page with a kept copy of the site stays with it, and a file of another build does not come from there", {}, async (page, server) => {
  await page.goto(server.address);
  await page.locator("#ringside > .page .seat").first().waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.reload();
  await page.locator("#ringside > .page .seat").first().waitFor();
  await deploy(server);
  await started(page);
  assert.equal(await replaced(page).count(), 0);
  const texts = await page.evaluate(async () => {
    const text = async (address) => (await fetch(address)).text();
    return Promise.all([text("./index.html"), text("./index.html?build=another")]);
  });
  assert.deepEqual(texts.map((text) => text.includes("<title>New: ")), [false, true]);
});
