// The layout holds in any face of type, wide or narrow, in every window that there is a layout for.

import assert from "node:assert/strict";

import { FACES } from "./faces.mjs";
import { layoutFaults } from "./layout.mjs";
import { eachFirstScene, stageTest } from "./stage.mjs";

const button = (page, name) => page.getByRole("button", { name, exact: true });

const WINDOWS = [
  { name: "a phone", width: 390, height: 844, hasTouch: true, isMobile: true },
  { name: "a small phone", width: 360, height: 640, hasTouch: true, isMobile: true },
  { name: "a tablet", width: 768, height: 1024 },
  { name: "a desk", width: 1280, height: 720 },
  { name: "a projector", width: 1280, height: 720, path: "/?theme=projector" },
];

/** What of ring, sentence and key does not stand whole above the transport, with nothing scrolled. */
function outOfSight(page) {
  return page.evaluate(() => {
    scrollTo(0, 0);
    document.querySelectorAll(".column").forEach((column) => column.scrollTo(0, 0));
    const fold = document.querySelector(".transport").getBoundingClientRect().top;
    const parts = ["svg.stage", ".sentence", ".key-form input"].map((part) => [part, document.querySelector(part).getBoundingClientRect()]);
    return parts.filter(([, box]) => box.top < 0 || box.bottom > fold).map(([part, box]) => `${part}: ${box.top} to ${box.bottom}, with the transport at ${fold}`);
  });
}

/** What is unfolded, opened or gone to by these buttons. */
const PARTS = ["Put and get", "What can go wrong", "Scenario", "Keyboard", "Share or save", "Lessons", "Laboratories"];

async function eachScene(page, visit) {
  await eachFirstScene(page, visit);
  for (const part of PARTS) {
    await button(page, part).click();
    await visit(part);
    if (await page.locator("dialog[open]").count()) await page.keyboard.press("Escape");
  }
}

for (const { name, ...size } of WINDOWS) {
  for (const face of Object.keys(FACES)) {
    stageTest(`on ${name}, in a face that is ${face}, nothing is cut or covered, and what matters is in sight`, { ...size, face, reducedMotion: "reduce" }, async (page) => {
      assert.deepEqual(await page.evaluate(() => [...document.fonts].map(({ family, status }) => `${family} ${status}`)), ["Tested loaded", "Tested loaded"]);
      await eachScene(page, async (scene) => {
        assert.deepEqual(await layoutFaults(page), [], scene);
        if (!PARTS.includes(scene)) assert.deepEqual(await outOfSight(page), [], scene);
      });
    });
  }
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
