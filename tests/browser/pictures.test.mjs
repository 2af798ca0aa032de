// Keys on the ring: pointing at one, going along them by keys, and the two pictures of what a join moves, in a real browser.

import assert from "node:assert/strict";

import { mouse } from "./input-methods.mjs";
import { stageTest } from "./stage.mjs";
import { accessibilityViolations } from "./support.mjs";

const still = { reducedMotion: "reduce" };
const button = (page, name) => page.getByRole("button", { name, exact: true });
const pointed = (page) => page.locator(".because.pointed");

stageTest("a key on the ring says its owner, by the pointer and by keys, lies inside the band, and moves nothing on the page", still, async (page) => {
  const unfold = button(page, "Put and get");
  if ((await unfold.getAttribute("aria-expanded")) === "false") await unfold.click();
  await button(page, "Write 20 keys").click();
  assert.equal(await page.locator(".key-dot").count(), 20);
  const ring = await page.locator(".stage").boundingBox();
  await page.locator(".key-dot .key-dot-disc").first().hover();
  await pointed(page).getByText(/ at .*°, owned by [A-E]\.$/).waitFor();
  assert.deepEqual(await page.locator(".stage").boundingBox(), ring);
  const band = await page.locator(".ring").boundingBox();
  const [x, y, radius] = [band.x + band.width / 2, band.y + band.height / 2, band.width / 2];
  for (const dot of await page.locator(".key-dot .key-dot-disc").all()) {
    const at = await dot.boundingBox();
    assert.ok(Math.hypot(at.x + at.width / 2 - x, at.y + at.height / 2 - y) < radius, "inside the ring");
  }
  await page.mouse.move(640, 715);
  await page.locator(".key-dots").focus();
  await page.keyboard.press("ArrowRight");
  const first = await pointed(page).innerText();
  await page.keyboard.press("ArrowRight");
  assert.notEqual(await pointed(page).innerText(), first);
  const key = (await pointed(page).innerText()).match(/“(.*?)”/)[1];
  await page.keyboard.press("Enter");
  assert.equal(await page.getByRole("textbox", { name: "Key", exact: true }).inputValue(), key);
  await mouse.press(page, "The cluster");
  await button(page, "Add").click();
  await mouse.toEnd(page);
  await page.locator(".key-move").first().waitFor();
  assert.deepEqual(await accessibilityViolations(page), []);
});
