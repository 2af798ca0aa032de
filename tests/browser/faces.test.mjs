// The layout holds in any face of type, wide or narrow, in every window that there is a layout for.

import assert from "node:assert/strict";

import { inEachFace } from "./faces.mjs";
import { mouse } from "./input-methods.mjs";
import { layoutFaults } from "./layout.mjs";
import { eachFirstScene, stageTest } from "./stage.mjs";

const WINDOWS = [
  { name: "a phone", width: 390, height: 844, hasTouch: true, isMobile: true },
  { name: "a small phone", width: 360, height: 640, hasTouch: true, isMobile: true },
  { name: "a tablet", width: 768, height: 1024 },
  { name: "a desk", width: 1280, height: 720 },
  { name: "a projector", width: 1280, height: 720, path: "/?theme=projector" },
];

/** What of ring, sentence and (unless its drawer is closed) key does not stand whole above the transport, with nothing scrolled. */
function outOfSight(page) {
  return page.evaluate(() => {
    scrollTo(0, 0);
    document.querySelectorAll(".column").forEach((column) => column.scrollTo(0, 0));
    const fold = document.querySelector(".transport").getBoundingClientRect().top;
    const drawn = ["svg.stage", ".sentence", ".key-form input"].filter((part) => document.querySelector(part).checkVisibility());
    const parts = drawn.map((part) => [part, document.querySelector(part).getBoundingClientRect()]);
    return parts.filter(([, box]) => box.top < 0 || box.bottom > fold).map(([part, box]) => `${part}: ${box.top} to ${box.bottom}, with the transport at ${fold}`);
  });
}

/** What is unfolded, opened or gone to by these buttons. */
const PARTS = ["Put and get", "What can go wrong", "Scenario", "Keyboard", "Share or save", "Lessons", "Laboratories"];

async function eachScene(page, visit) {
  await eachFirstScene(page, visit);
  for (const part of PARTS) {
    await mouse.press(page, part);
    await visit(part);
    if (await page.locator("dialog[open]").count()) await page.keyboard.press("Escape");
  }
}

for (const { name, ...size } of WINDOWS) {
  stageTest(`on ${name}, in any face, nothing is cut or covered, and what matters is in sight`, { ...size, faces: true, reducedMotion: "reduce" }, async (page) => {
    await eachScene(page, (scene) =>
      inEachFace(page, async (face) => {
        assert.deepEqual(await layoutFaults(page), [], `${scene}, ${face}`);
        if (!PARTS.includes(scene)) assert.deepEqual(await outOfSight(page), [], `${scene}, ${face}`);
      }),
    );
  });
}

/** Goes through a partition in which both sides write, its repair, and a get that finds the siblings. */
async function eachSceneWithSiblings(page, visit) {
  const put = async (value) => {
    await mouse.type(page, "Value", value);
    await mouse.press(page, "Put");
    await mouse.toEnd(page);
  };
  // Whoever has this too has siblings soon.
  await mouse.press(page, "Put and get");
  await put("tea");
  await mouse.press(page, "What can go wrong");
  for (const who of ["D", "E", "Bob"]) await mouse.choose(page, `Side of ${who}`, "2");
  await mouse.press(page, "Draw the wall");
  await mouse.press(page, "Put and get");
  await put("milk");
  await mouse.press(page, "Bob");
  await put("milk,eggs,butter");
  await visit("on both sides of the wall");
  await mouse.press(page, "What can go wrong");
  await mouse.press(page, "Repair");
  // Time in which the nodes tell each other makes the steps many, and what is said of them long.
  await mouse.choose(page, "For how long", "10 s");
  await mouse.press(page, "Wait: let time pass");
  await mouse.toEnd(page);
  await visit("long after the repair");
  await mouse.press(page, "Put and get");
  await mouse.press(page, "Get");
  await mouse.toEnd(page);
  await visit("after the get");
  await mouse.press(page, "as texts");
  await visit("after the get, as texts");
  const note = page.locator(".centre .centre-note");
  for (let steps = 0; !/enough/.test((await note.allTextContents()).join(" ")); steps++) {
    assert.ok(steps < 30, "no step says that the answers are enough");
    await mouse.press(page, "Back");
  }
  await visit("when the answers are enough");
  await mouse.press(page, "Back");
  await visit("while answers are awaited");
  // This key lies at 90 degrees, where its name would be beside the count.
  await mouse.toEnd(page);
  await mouse.type(page, "Key", "cart-eugenia");
  await mouse.press(page, "Put and get");
  await mouse.press(page, "Put");
  await mouse.toEnd(page);
  await visit("with a key at the side");
}

for (const { name, ...size } of [WINDOWS[0], ...WINDOWS.slice(-2)]) {
  stageTest(`on ${name}, in any face, siblings and a long step count are whole`, { ...size, faces: true, reducedMotion: "reduce" }, async (page) => {
    await eachSceneWithSiblings(page, (scene) => inEachFace(page, async (face) => assert.deepEqual(await layoutFaults(page), [], `${scene}, ${face}`)));
  });
}

for (const { name, ...size } of WINDOWS.slice(-2)) {
  stageTest(`on ${name}, scroll bars that take room from the columns cut nothing`, { ...size, reducedMotion: "reduce" }, async (page) => {
    await page.evaluate(() => {
      const bars = new CSSStyleSheet();
      // This browser shows none: an edge takes the same place.
      bars.replaceSync(".column { border-right: 15px solid transparent !important; }");
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, bars];
    });
    await eachScene(page, async (scene) => assert.deepEqual(await layoutFaults(page), [], scene));
  });
}
