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
  // The first press tells the last step itself, and the step before it is the one that both stood at.
  for (let presses = 0; presses < 3; presses++) await page.keyboard.press("ArrowLeft");
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

/** Both rings, what stands around them, and whether the page is longer than the window. */
const measured = (page) =>
  page.evaluate(() => {
    const box = (element) => element.getBoundingClientRect();
    const meets = (one, other) => one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
    const all = (selector) => [...document.querySelectorAll(selector)].map(box).filter(({ width }) => width > 0);
    const ofText = (element) => {
      const range = document.createRange();
      range.selectNodeContents(element);
      return range.getBoundingClientRect();
    };
    const words = [...document.querySelectorAll(".world h2, .seat-words, .seat-stored, .world .sentence")].map(ofText);
    return {
      rings: all(".world .ring").map(({ width }) => width),
      covered: all(".legend summary, .keys-switch").filter((one) => words.some((other) => meets(one, other))).length,
      cut: [...document.querySelectorAll(".world .sentence")].filter((one) => one.scrollHeight > one.clientHeight).length,
      longer: document.documentElement.scrollHeight > innerHeight,
    };
  });

for (const [width, height] of [[1280, 720], [1920, 1080], [3840, 2160]]) {
  stageTest(`two rings on a projector at ${width}×${height} are no smaller than in light, and nothing covers another`, { ...still, width, height }, async (page) => {
    await beside(page).selectOption("strict quorum");
    await put(page);
    const light = await measured(page);
    await page.keyboard.press("z");
    await page.locator('html[data-theme="projector"]').waitFor();
    const projector = await measured(page);
    projector.rings.forEach((ring, index) => assert.ok(ring >= light.rings[index], JSON.stringify({ light, projector })));
    for (const found of [light, projector]) assert.deepEqual({ ...found, rings: [] }, { rings: [], covered: 0, cut: 0, longer: false });
    assert.ok(await button(page, "Reset").isVisible());
    await button(page, "Back to one world").click();
    assert.ok(await button(page, "Reset").isVisible(), "and above one ring");
  });
}

stageTest("in a window of 900×640 two rings have it whole, and the column comes when it is called", { ...still, width: 900, height: 640 }, async (page) => {
  await page.evaluate(() => {
    const select = document.querySelector('select[aria-label^="Compare with"]');
    select.value = [...select.options].find(({ textContent }) => textContent === "strict quorum").value;
    select.dispatchEvent(new Event("change", { bubbles: true }));
  });
  await put(page);
  const found = await measured(page);
  assert.deepEqual({ ...found, rings: [] }, { rings: [], covered: 0, cut: 0, longer: false });
  assert.ok(found.rings.every((ring) => ring > 200), JSON.stringify(found));
  assert.equal(await button(page, "Where does it go?").isVisible(), false);
  await button(page, "What you can do").click();
  assert.ok(await button(page, "Where does it go?").isVisible());
});
