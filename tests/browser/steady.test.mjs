// The ring and the sentence stay where they are: from step to step in each look and size, and on phones and tablets whatever
// is touched.

import assert from "node:assert/strict";

import { stageTest, started } from "./stage.mjs";
import { chooseLook } from "./support.mjs";

const blur = (page) => page.evaluate(() => document.activeElement.blur());
const button = (page, name) => page.getByRole("button", { name, exact: true });

/** Where ring, sentence and transport are, in pixels; and how much of the sentence's field does not fit into it. */
function places(page) {
  return page.evaluate(() => {
    /** The box around all that a selector finds. */
    const edges = (selector) => {
      const boxes = [...document.querySelectorAll(`#ringside > .page ${selector}`)].map((one) => one.getBoundingClientRect());
      const [left, top] = ["left", "top"].map((edge) => Math.min(...boxes.map((box) => box[edge])));
      const [right, bottom] = ["right", "bottom"].map((edge) => Math.max(...boxes.map((box) => box[edge])));
      return [left, top, right, bottom].map((edge) => Math.round(edge * 10) / 10);
    };
    const field = document.querySelector("#ringside > .page .saying");
    const [ring, sentence, field_, transport] = [".ring path[fill^='#']", ".sentence", ".saying", ".transport"].map(edges);
    return { ring, top: sentence[1], field: field_, transport, runsOver: Math.max(0, field.scrollHeight - field.clientHeight) };
  });
}

const diameter = ({ ring }) => ring[2] - ring[0];

/** Puts and gets, and visits each step of it, from the first. */
async function eachStep(page, visit) {
  for (const key of ["p", "g"]) {
    await blur(page);
    await page.keyboard.press(key);
    await page.keyboard.press("End");
    await page.getByText(/^Step (\d+) of \1,/).waitFor();
  }
  const [, last] = (await page.locator(".step-words").textContent()).match(/of (\d+)/);
  const slider = page.getByRole("slider", { name: "Step" });
  for (let step = 0; step <= Number(last); step++) {
    await slider.fill(String(step));
    await visit(step);
  }
  await blur(page);
}

/** The place that all steps share. */
async function steadyPlace(page, what) {
  let first;
  await eachStep(page, async (step) => {
    const here = await places(page);
    first ??= here;
    assert.deepEqual(here, first, `${what}, step ${step}`);
  });
  assert.equal(first.runsOver, 0, what);
  return first;
}

for (const [width, height] of [[1280, 720], [1920, 1080], [3840, 2160]]) {
  stageTest(`at ${width}×${height} nothing moves at any step in any look, and on a projector the ring is no smaller`, { width, height, reducedMotion: "reduce" }, async (page) => {
    const found = {};
    for (const theme of ["light", "dark", "projector"]) {
      await chooseLook(page, theme);
      found[theme] = await steadyPlace(page, theme);
    }
    assert.deepEqual(found.dark, found.light);
    assert.ok(diameter(found.projector) >= diameter(found.light), JSON.stringify(found));
    assert.ok(diameter(found.light) >= height / 2, JSON.stringify(found.light));
    // A drawer pushes the ring aside, and takes nothing from it or from the sentence.
    for (const [key, name] of [["a", "What you can do"], ["i", "What is known"]]) {
      await page.keyboard.press(key);
      await page.getByRole("region", { name }).waitFor();
      const open = await places(page);
      assert.ok(Math.abs(diameter(open) - diameter(found.projector)) < 0.5, name);
      assert.deepEqual([open.top, open.field, open.transport], [found.projector.top, found.projector.field, found.projector.transport], name);
      const [drawer, ring] = [await page.getByRole("region", { name }).boundingBox(), open.ring];
      assert.ok(key === "a" ? drawer.x + drawer.width <= ring[0] : drawer.x >= ring[2], name);
    }
    await page.keyboard.press("z");
    await page.locator('html[data-theme="dark"]').waitFor();
    assert.deepEqual(await places(page), found.dark);
  });
}

/** A stroke of a finger, in parts of the ring's diameter from its middle. */
async function stroke(page, from, to) {
  const { ring } = await places(page);
  const at = ([x, y]) => ({ x: (ring[0] + ring[2]) / 2 + x * diameter({ ring }), y: (ring[1] + ring[3]) / 2 + y * diameter({ ring }) });
  const session = await page.context().newCDPSession(page);
  const send = (type, touchPoints) => session.send("Input.dispatchTouchEvent", { type, touchPoints });
  await send("touchStart", [at(from)]);
  for (let part = 1; part <= 8; part++) {
    await send("touchMove", [at(from.map((start, axis) => start + ((to[axis] - start) * part) / 8))]);
  }
  await send("touchEnd", []);
}

/** Whether ring and sentence are whole in the window, and the page itself does not scroll. */
async function inSight(page, what) {
  const { ring, field } = await places(page);
  const [width, height, scrolled] = await page.evaluate(() => [innerWidth, innerHeight, document.scrollingElement.scrollHeight > innerHeight || scrollY > 0]);
  for (const [left, top, right, bottom] of [ring, field]) {
    assert.ok(left >= 0 && top >= 0 && right <= width && bottom <= height, `${what}: ${left} ${top} ${right} ${bottom} in ${width}×${height}`);
  }
  assert.ok(ring[3] <= field[1] + 1, `${what}: the ring is over the sentence`);
  assert.equal(scrolled, false, what);
}

/** What of the buttons and fields in sight is smaller than a thumb needs. */
function tooSmall(page) {
  return page.evaluate(() => {
    const things = [...document.querySelectorAll("#ringside > .page :is(button, select, input:not([type=radio], [type=checkbox], [type=range]), textarea, .lesson-choice)")];
    const boxes = things.filter((thing) => thing.checkVisibility()).map((thing) => [thing, thing.getBoundingClientRect()]);
    return boxes.filter(([, box]) => box.width > 0 && box.height < 43.5).map(([thing, box]) => `${thing.localName}.${thing.className} “${(thing.ariaLabel ?? thing.textContent).slice(0, 30)}”: ${box.height}`);
  });
}

const PHONES = [
  ["a phone", 390, 844, 180],
  ["a small phone", 360, 640, 120],
  ["a tablet", 820, 1180, 380],
  ["a tablet on its side", 1180, 820, 320],
];
for (const [name, width, height, least] of PHONES) {
  stageTest(`on ${name} ring and sentence stay in sight whatever is touched`, { width, height, hasTouch: true, isMobile: true, reducedMotion: "reduce" }, async (page) => {
    const sheet = page.locator(".column.do");
    await inSight(page, "as it opens");
    assert.ok(diameter(await places(page)) >= least, `${diameter(await places(page))}`);
    const [field, go] = [page.getByRole("textbox", { name: "Key", exact: true }), button(page, "Where does it go?")];
    for (const part of [field, go]) {
      const [box, room] = [await part.boundingBox(), await sheet.boundingBox()];
      assert.ok(box.y >= room.y && box.y + box.height <= room.y + room.height, `${box.y}+${box.height} in ${room.y}+${room.height}`);
    }
    assert.deepEqual(await tooSmall(page), []);
    await button(page, "Put and get").tap();
    await button(page, "Put").tap();
    await page.getByText(/^Step \d+ of [1-9]/).first().waitFor({ state: "attached" });
    await inSight(page, "after Put");
    assert.deepEqual(await tooSmall(page), []);
    for (const step of ["Back", "Step", "To the end"]) {
      await button(page, step).tap();
      await inSight(page, step);
    }
    await stroke(page, [0, -0.4], [0.05, 0.4]);
    await page.locator(".walls").first().waitFor();
    await inSight(page, "with the network cut");
    await button(page, "What can go wrong").tap();
    await inSight(page, "What can go wrong");
    assert.deepEqual(await tooSmall(page), []);
    if (await button(page, "What is known").isVisible()) {
      await button(page, "What is known").tap();
      await page.getByRole("list", { name: /^Copies of/ }).waitFor();
      await inSight(page, "What is known");
      assert.deepEqual(await tooSmall(page), []);
    }
    // A lesson's card stands below the ring or beside it, never over it.
    await page.goto(`${new URL(page.url()).origin}/?lesson=cart-in-a-partition&step=3`);
    await started(page);
    const card = page.locator(".column.lesson");
    await card.waitFor();
    const offTheRing = async (what) => {
      await inSight(page, what);
      const [box, { ring, field }] = [await card.boundingBox(), await places(page)];
      assert.ok(box.y >= field[3] - 1 || box.x >= ring[2] || box.x + box.width <= ring[0], what);
    };
    await offTheRing("the lesson");
    await page.locator("label.lesson-choice").first().tap();
    await offTheRing("a choice");
    assert.deepEqual(await tooSmall(page), []);
    for (let press = 0; press < 3; press++) {
      const primary = page.locator(".lesson-buttons .primary");
      const before = await primary.boundingBox();
      await primary.tap();
      await offTheRing(`press ${press}`);
      // What leads on is nowhere where something else was pressed before.
      if (await page.locator(".lesson-buttons .leads-on").count()) {
        const after = await primary.boundingBox();
        assert.ok(after.x >= before.x + before.width || after.x + after.width <= before.x, JSON.stringify([before, after]));
      }
    }
    await page.locator(".lesson-buttons .leads-on").waitFor();
    assert.deepEqual(await tooSmall(page), []);
  });
}
