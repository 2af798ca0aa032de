// How the page begins: what it fetches, and what it says if its module does not come.

import assert from "node:assert/strict";
import test from "node:test";

import { serveCopy } from "./copy.mjs";
import { stageTest } from "./stage.mjs";
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
      await page.locator(".sentence:visible", { hasText: "could not start" }).waitFor();
      assert.match(await page.locator(".sentence:visible").textContent(), words);
      await page.unroute("**/ringside_bg.wasm*");
      await page.reload();
      await page.locator("#ringside > .page .seat").first().waitFor();
    } finally {
      await context.close();
      await server.close();
    }
  });
}

/** A page whose module does not come before the body calls what it is given. */
async function withoutModule(options, body) {
  const context = await (await browser()).newContext({ serviceWorkers: "block", reducedMotion: "reduce", viewport: { width: 1280, height: 720 }, ...options });
  context.setDefaultTimeout(15_000);
  let release;
  const released = new Promise((resolve) => (release = resolve));
  try {
    const page = await context.newPage();
    const refused = [];
    page.on("console", (message) => message.type() === "error" && refused.push(message.text()));
    await page.route("**/ringside_bg.wasm*", async (route) => (await released, route.continue()));
    await page.goto(await origin(), { waitUntil: "commit" });
    await page.locator(".first-view .seat:visible").first().waitFor();
    await body(page, async () => {
      release();
      await page.locator("#ringside > .page .seat").first().waitFor();
    });
    assert.deepEqual(refused, []);
  } finally {
    release();
    await context.close();
  }
}

/** What is seen, and where. */
function boxes(page) {
  return page.evaluate(() => {
    const view = [...document.querySelectorAll("#ringside .page")].find((one) => one.getClientRects().length > 0);
    const seen = [...view.querySelectorAll("*")].filter((one) => one.tagName !== "g" && one.checkVisibility({ opacityProperty: true, visibilityProperty: true }));
    const edges = (box) => [box.left, box.top, box.right, box.bottom].map(Math.round).join(" ");
    return seen.map((one) => `${one.tagName} ${one.getAttribute("class") ?? ""} ${getComputedStyle(one).color} ${edges(one.getBoundingClientRect())}`);
  });
}

for (const [where, options] of [
  ["in light", {}],
  ["in dark", { colorScheme: "dark" }],
  ["on a phone", { viewport: { width: 390, height: 844 } }],
]) {
  test(`the ring stands before the module has come, ${where}, and nothing jumps when it comes`, { timeout: 60_000 }, () =>
    withoutModule(options, async (page, come) => {
      const before = await boxes(page);
      assert.ok(before.length > 150, `${before.length} elements are to be seen`);
      const told = await page.locator("#ringside").ariaSnapshot();
      await come();
      assert.equal(await page.locator("#ringside").ariaSnapshot(), told);
      assert.deepEqual(await boxes(page), before);
    }),
  );
}

test("what is typed and pressed before the module has come is done when it comes", { timeout: 60_000 }, () =>
  withoutModule({}, async (page, come) => {
    const key = page.getByRole("textbox", { name: "Key" });
    await key.fill("cart-bo");
    await key.press("End");
    await key.pressSequentially("b");
    // Twice, for nothing seemed to happen.
    await button(page, "Put and get").click();
    await button(page, "Put and get").click();
    await key.focus();
    await key.press("ArrowLeft");
    await come();
    await button(page, "Put").waitFor();
    assert.equal(await key.inputValue(), "cart-bob");
    await page.getByText("“cart-bob”").first().waitFor();
    assert.deepEqual(await key.evaluate((field) => [document.activeElement === field, field.selectionStart]), [true, 7]);
    await button(page, "Put").click();
    await page.getByText(/^Step \d+ of [1-9]/).waitFor();
  }),
);

test("whoever comes with a link waits for what it leads to, and sees nothing else before", { timeout: 60_000 }, async () => {
  const context = await (await browser()).newContext({ serviceWorkers: "block" });
  try {
    const page = await context.newPage();
    await page.route("**/ringside_bg.wasm*", () => {});
    await page.goto(`${await origin()}/#lab=spread`, { waitUntil: "commit" });
    await page.getByText("Setting up the ring …").waitFor();
    assert.equal(await page.locator(".first-view .seat:visible").count(), 0);
  } finally {
    await context.close();
  }
});

stageTest("whoever comes back to his work sees nothing else before", still, async (page) => {
  await button(page, "Put and get").click();
  await button(page, "Put").click();
  await page.waitForFunction(() => Object.values(localStorage).some((text) => /step [1-9]/.test(text)));
  await page.route("**/ringside_bg.wasm*", () => {});
  await page.reload({ waitUntil: "commit" });
  await page.getByText("Setting up the ring …").waitFor();
  assert.equal(await page.locator(".first-view .seat:visible").count(), 0);
});
