// The page in two parts: what is fetched before anybody is there, what works without the rest, and how the rest comes.

import assert from "node:assert/strict";

import { origin, pageTest } from "./support.mjs";

const LATER = "**/later_bg.wasm*";

const still = { reducedMotion: "reduce" };
const button = (page, name) => page.getByRole("button", { name, exact: true });
const sentence = (page) => page.locator(".sentence");
const preferenceList = (page) => page.getByRole("list", { name: "Preference list" }).getByRole("listitem");
const trouble = (page) => page.getByRole("dialog", { name: "That could not be opened" });

/** Opens the page anew, and gives the names of what it fetches from now on. */
async function opened(page, path = "/") {
  const fetched = [];
  await page.goto("about:blank");
  page.on("response", (response) => fetched.push(response));
  await page.goto((await origin()) + path);
  await page.getByRole("slider", { name: /Tokens of the ring/ }).waitFor();
  await page.waitForLoadState("networkidle");
  return fetched;
}

const names = (fetched) => fetched.map((response) => new URL(response.url()).pathname.slice(1) || "index.html");

async function heldBack(page) {
  let letGo;
  const waits = new Promise((done) => (letGo = done));
  await page.route(LATER, async (route) => {
    await waits;
    await route.continue();
  });
  return letGo;
}

/** The page as a screen reader has it. */
const tree = (page) => page.locator("#ringside").ariaSnapshot();

pageTest("nothing else is fetched until somebody is there, and then once", still, async (page) => {
  const fetched = await opened(page);
  assert.ok(names(fetched).includes("page_bg.wasm"), names(fetched).join(", "));
  assert.ok(!names(fetched).some((name) => /later_bg|ringside|lessons/.test(name)), names(fetched).join(", "));
  const before = fetched.length;
  await Promise.all([page.waitForResponse(LATER), page.mouse.move(640, 300)]);
  await page.mouse.move(600, 320);
  await page.keyboard.press("ArrowRight");
  await button(page, "Messages").click();
  await page.waitForLoadState("networkidle");
  assert.deepEqual(names(fetched.slice(before)), ["later_bg.wasm"]);
});

pageTest("the rest changes nothing of what is seen and read", still, async (page) => {
  await opened(page);
  const [before, picture] = [await tree(page), await page.screenshot()];
  await Promise.all([page.waitForResponse(LATER), page.mouse.move(3, 600)]);
  await page.locator("dialog").nth(3).waitFor({ state: "attached" });
  assert.equal(await tree(page), before);
  assert.ok(picture.equals(await page.screenshot()), "the same picture");
});

pageTest("the whole walk of any key needs no more than the first part", still, async (page) => {
  await page.route(LATER, (route) => route.fulfill({ status: 200, body: "" }));
  await opened(page);
  for (const [key, replicas] of [["cart-deborah", ["E", "D", "C"]], ["ключ 🗝", null]]) {
    await page.getByRole("textbox", { name: "Key", exact: true }).fill(key);
    await button(page, "Where does it go?").click();
    await button(page, "To the end").click();
    const listed = (await preferenceList(page).allInnerTexts()).map((text) => text.trim().split(/\s+/).at(-1));
    assert.equal(listed.length, 3);
    if (replicas) assert.deepEqual(listed, replicas);
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowRight");
    await page.getByText(/^Step 1 of/).waitFor();
    await page.keyboard.press("ArrowLeft");
    await page.getByText(/^Step 0 of/).waitFor();
  }
  await page.getByRole("combobox", { name: "Look" }).selectOption("Dark");
  assert.equal(await page.locator("html").getAttribute("data-theme"), "dark");
  assert.ok(await trouble(page).isHidden());
});

pageTest("what was done before the rest was there is done when it is, in its order", still, async (page) => {
  const letGo = await heldBack(page);
  await opened(page);
  // The put of the default key, and a walk that was asked for after it.
  await page.keyboard.press("p");
  await page.keyboard.press("1");
  await page.keyboard.press("Home");
  assert.match(await sentence(page).innerText(), /Which of them keep/);
  await page.getByText("One moment: the rest of the page is on its way.").waitFor();
  assert.equal(await page.locator(".because").innerText(), "One moment: the rest of the page is on its way.");
  letGo();
  await page.getByRole("button", { name: "Stored keys" }).waitFor({ state: "attached" });
  assert.equal(await button(page, "Walk").getAttribute("aria-pressed"), "true");
  assert.equal(await page.getByText("One moment").count(), 0);
  await button(page, "Messages").click();
  assert.match(await page.locator(".step-words").innerText(), /of 7/);
});

pageTest("what the end of the walk unfolds comes, and what a key asks for has the focus when it is there", still, async (page) => {
  const letGo = await heldBack(page);
  await opened(page);
  await page.keyboard.press("End");
  await page.getByText("On its way …").waitFor();
  await page.keyboard.press("v");
  letGo();
  await page.getByRole("textbox", { name: "Value", exact: true }).waitFor();
  await page.waitForFunction(() => document.activeElement?.closest(".value"));
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("bread");
  await button(page, "Put").click();
  await page.locator(".sentence", { hasText: "Alice asks" }).waitFor();
  assert.equal(await page.getByRole("textbox", { name: "Value", exact: true }).inputValue(), "bread");
});

pageTest("a rest that does not come is told of, and asked for again", still, async (page) => {
  await page.route(LATER, (route) => route.fulfill({ status: 200, body: "" }));
  await opened(page);
  await page.keyboard.press("p");
  await trouble(page).waitFor();
  assert.match(await trouble(page).innerText(), /could not be fetched/);
  await page.keyboard.press("Escape");
  await trouble(page).waitFor({ state: "hidden" });
  await page.keyboard.press("g");
  await trouble(page).waitFor();
  await page.unroute(LATER);
  await page.keyboard.press("Escape");
  await trouble(page).waitFor({ state: "hidden" });
  await page.keyboard.press("p");
  await page.locator(".sentence", { hasText: "Alice asks" }).waitFor();
});

pageTest("a link opens with all it needs; if that does not come, the page says so and starts with defaults", still, async (page) => {
  const link = "/#scenario=" + encodeURIComponent(JSON.stringify({ ringside: 1, nodes: [{ name: "only", tokens: 3 }], n: 1, r: 1, w: 1 }));
  const fetched = await opened(page, link);
  assert.ok(names(fetched).includes("later_bg.wasm"));
  assert.match(await page.locator(".in-short").innerText(), /^1 node, 3 tokens/);
  await page.route(LATER, (route) => route.fulfill({ status: 200, body: "" }));
  await opened(page, link);
  await trouble(page).waitFor();
  assert.match(await page.locator(".in-short").innerText(), /^5 nodes/);
});
