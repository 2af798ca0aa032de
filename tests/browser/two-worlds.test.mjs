// Two worlds side by side, as they are used and as they look. Where they part is in src/page/tests/worlds.rs.

import assert from "node:assert/strict";

import { called, keyboard } from "./input-methods.mjs";
import { stageTest, violationsInEachLook } from "./stage.mjs";

const still = { reducedMotion: "reduce" };

const button = (page, name) => page.getByRole("button", { name, exact: true });
const beside = (page) => page.getByRole("combobox", { name: /^Compare with/ });
const world = (page, name) => page.getByRole("region", { name, exact: true });
const said = (page, name) => world(page, name).locator(".sentence").textContent();
const divergences = (page) => page.getByRole("region", { name: "Where they differ" });
const blur = (page) => page.evaluate(() => document.activeElement.blur());

async function atEnd(page) {
  await blur(page);
  await page.keyboard.press("End");
}

async function crashThree(page) {
  await button(page, "What can go wrong").click();
  for (const name of ["C", "D", "E"]) await button(page, `Crash ${name}, its disk stays`).click();
}

async function put(page) {
  await blur(page);
  await page.keyboard.press("p");
  await atEnd(page);
}

stageTest("two worlds by keyboard alone", still, async (page) => {
  await tabInto(page, beside(page));
  await page.keyboard.type("strict");
  await keyboard.press(page, "What can go wrong");
  for (const name of ["C", "D", "E"]) await keyboard.press(page, `Crash ${name}, its disk stays`);
  await put(page);
  await keyboard.press(page, "Go there: first other answer");
  assert.match(await said(page, "Sloppy quorum"), /Alice hears that the put is done/);
  await atEnd(page);
  assert.match(await said(page, "Strict quorum"), /put failed/);
  await keyboard.press(page, "Back to one world");
  assert.equal(await page.getByRole("region", { name: "Strict quorum" }).count(), 0);
});

/** Goes on with Tab until this has the focus. */
async function tabInto(page, thing) {
  for (let presses = 0; presses < 160; presses++) {
    await page.keyboard.press("Tab");
    if (await thing.evaluate((one) => one === document.activeElement)) return;
  }
  assert.fail("Tab never reached it");
}

stageTest("two worlds are chosen by mouse, stepped together, and in nobody's way in any look", still, async (page) => {
  await beside(page).selectOption("strict quorum");
  await crashThree(page);
  await put(page);
  assert.match(await divergences(page).textContent(), /First difference: step \d+/);
  const both = async () => [await said(page, "Sloppy quorum"), await said(page, "Strict quorum")];
  const end = await both();
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  assert.notDeepEqual(await both(), end);
  await atEnd(page);
  assert.deepEqual(await both(), end, "and back to the same");
  assert.deepEqual(await violationsInEachLook(page), []);
  const scrolls = await page.evaluate(() => document.scrollingElement.scrollHeight > document.scrollingElement.clientHeight + 1);
  assert.equal(scrolls, false);
  await button(page, "Back to one world").click();
  assert.equal(await page.locator(".sentence").count(), 1);
});

stageTest("on a phone the worlds stand one above the other", { ...still, width: 390, height: 844, hasTouch: true }, async (page) => {
  await page.keyboard.press("p");
  await (await called(page, beside(page))).selectOption("strict quorum");
  await atEnd(page);
  const left = await world(page, "Sloppy quorum").boundingBox();
  const right = await world(page, "Strict quorum").boundingBox();
  assert.ok(right.y >= left.y + left.height - 1);
  assert.ok((await page.evaluate(() => document.scrollingElement.scrollWidth)) <= 390);
});
