// Messages that fly, and are pointed at. What a put and a get show is in src/page/tests/requests.rs.

import assert from "node:assert/strict";

import { stageTest } from "./stage.mjs";

const still = { reducedMotion: "reduce" };

const button = (page, name) => page.getByRole("button", { name, exact: true });

async function openRequests(page) {
  await button(page, "Put and get").click();
}

/** Asks, and stops at the first step. */
async function ask(page, name) {
  await button(page, name).click();
  await button(page, "Pause").click();
}

/** Everything that is seen and heard, as text. */
async function picture(page) {
  const drawn = await page.locator(".page").evaluate((element) => element.outerHTML);
  return `${await page.locator(".page").ariaSnapshot()}\n${drawn}`;
}

stageTest("with motion, going back shows what going forward ended in", { reducedMotion: "no-preference" }, async (page) => {
  await openRequests(page);
  await page.getByRole("combobox", { name: "Speed" }).selectOption("8×");
  await ask(page, "Put");
  await page.locator("h1").click();
  const settled = () => page.locator('.page[data-moving="no"]').waitFor();
  await page.keyboard.press("ArrowRight");
  await page.getByText("Step 2 of").waitFor();
  await settled();
  const second = await picture(page);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowLeft");
  assert.equal(await picture(page), second, "a flight that is called off leaves no trace");
});

stageTest("pointing at a message says what it carries", still, async (page) => {
  await page.keyboard.press("p");
  await button(page, "Pause").click();
  await page.locator(".flight").hover();
  await page.locator(".because.pointed", { hasText: /^put-request from Alice to [A-E]: put\. It is about “cart-deborah”\. It carries “milk”/ }).waitFor();
});
