// How the page looks and behaves in every theme and window, and what it does not do.

import assert from "node:assert/strict";

import { accessibilityViolations, stageTest, started } from "./stage.mjs";

const button = (page, name) => page.getByRole("button", { name, exact: true });
const key = (page) => page.getByRole("textbox", { name: "Key", exact: true });

/** Goes through the page's main scenes. */
async function eachScene(page, visit) {
  await visit("as it opens");
  await page.getByRole("slider", { name: "Step" }).fill("6");
  await visit("on the walk");
  await button(page, "To the end").click();
  await visit("after the walk");
  await button(page, "Put").click();
  await button(page, "Pause").click();
  await page.getByRole("slider", { name: "Step" }).fill("4");
  await visit("in a put");
  await button(page, "The cluster").click();
  await button(page, "Add").click();
  await visit("after a node joined");
  await page.getByText("The ring as a list").click();
  await button(page, "Keyboard").click();
  await visit("with the help open");
}

for (const theme of ["light", "dark", "projector"]) {
  stageTest(`nothing is in anybody's way: ${theme}`, { path: `/?theme=${theme}`, reducedMotion: "reduce" }, async (page) => {
    assert.equal(await page.locator("html").getAttribute("data-theme"), theme);
    await eachScene(page, async (scene) => assert.deepEqual(await accessibilityViolations(page), [], scene));
  });
}

stageTest("the system's choice of dark is followed, and the control overrides it", { colorScheme: "dark" }, async (page) => {
  const paper = () => page.locator("body").evaluate((body) => getComputedStyle(body).backgroundColor);
  const dark = await paper();
  await page.getByRole("combobox", { name: "Look" }).selectOption("Light");
  assert.notEqual(await paper(), dark);
  await page.getByRole("combobox", { name: "Look" }).selectOption("Dark");
  assert.equal(await paper(), dark);
});

stageTest("at 1280×720 nothing scrolls", { reducedMotion: "reduce" }, async (page) => {
  const scenes = [];
  await eachScene(page, async (scene) => {
    if (/help/.test(scene)) return;
    const overflowing = await page.evaluate(() =>
      [document.scrollingElement, ...document.querySelectorAll(".column")]
        .filter((element) => element.scrollHeight > element.clientHeight + 1 || element.scrollWidth > element.clientWidth + 1)
        .map((element) => element.className || element.tagName),
    );
    scenes.push([scene, overflowing]);
  });
  // An open cluster may be as long as it likes: its column scrolls, the page never does.
  assert.deepEqual(scenes.filter(([scene, found]) => found.some((name) => !/joined/.test(scene) || !/column/.test(name))), []);
});

stageTest(
  "on a phone: ring, key and sentence first, no sideways scrolling, fingers find the buttons",
  { width: 390, height: 844, hasTouch: true, isMobile: true, reducedMotion: "reduce" },
  async (page) => {
    await eachScene(page, async (scene) => {
      const [wide, window] = await page.evaluate(() => [document.scrollingElement.scrollWidth, innerWidth]);
      assert.ok(wide <= window, `${scene}: ${wide} of ${window}`);
    });
    await page.keyboard.press("Escape");
    await page.evaluate(() => scrollTo(0, 0));
    const fold = (await page.locator(".transport").boundingBox()).y;
    for (const part of [page.locator("svg.stage"), page.locator(".sentence"), key(page)]) {
      const box = await part.boundingBox();
      assert.ok(box.y + box.height <= fold, `${box.y + box.height} of ${fold}`);
    }
    for (const one of await page.locator(".transport button, .key-form button").all()) {
      assert.ok((await one.boundingBox()).height >= 44);
    }
  },
);

stageTest("an idle page asks for no frames and sets no timers", {}, async (page) => {
  await page.addInitScript(() => {
    globalThis.asked = 0;
    for (const name of ["requestAnimationFrame", "setTimeout", "setInterval", "requestIdleCallback"]) {
      const real = globalThis[name];
      globalThis[name] = (...given) => {
        globalThis.asked += 1;
        return real(...given);
      };
    }
  });
  await page.reload();
  const asked = () => page.evaluate(() => globalThis.asked);
  // Playwright's own waiting asks for frames; so the page is given time by the test's clock.
  const during = async (pause) => {
    const before = await asked();
    await new Promise((done) => setTimeout(done, pause));
    return (await asked()) - before;
  };
  await started(page);
  assert.equal(await during(400), 0, "as it opens");
  await button(page, "Put and get").click();
  await button(page, "Put").click();
  await page.locator('.page[data-moving="yes"]').waitFor();
  assert.ok((await during(200)) > 0, "while messages fly");
  await button(page, "Pause").click();
  await page.locator('.page[data-moving="no"]').waitFor();
  assert.equal(await during(400), 0, "when paused in mid-flight");
});

stageTest("markup, right-to-left text, emoji and control characters are text", { reducedMotion: "reduce" }, async (page) => {
  const hostile = ["<img src=x onerror=al(1)>", "שלום עולם", "🦀🏳️‍🌈 crab", "a\u0007b\u202ec"];
  await button(page, "The cluster").click();
  for (const [place, name] of hostile.entries()) {
    const field = page.getByRole("textbox", { name: `Name of ${"ABCD"[place]}`, exact: true });
    await field.fill(name.slice(0, 24));
    await field.press("Enter");
    await page.getByRole("button", { name: `Node ${name.slice(0, 24)}` }).waitFor();
  }
  for (const text of hostile) {
    await key(page).fill(text);
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press("End");
    await page.keyboard.press("p");
    await page.keyboard.press("End");
    await page.keyboard.press("1");
  }
  assert.equal(await page.locator("img").count(), 0);
  assert.deepEqual(await accessibilityViolations(page), []);
});

stageTest("a long key, a long value and long names keep the page in its window", { reducedMotion: "reduce" }, async (page) => {
  await button(page, "The cluster").click();
  for (const place of "ABCDE") {
    const field = page.getByRole("textbox", { name: `Name of ${place}`, exact: true });
    await field.fill(`${place}-node-of-24-characters`.padEnd(24, "x").slice(0, 24));
    await field.press("Enter");
  }
  await key(page).fill("k".repeat(1024));
  await button(page, "Put and get").click();
  await page.getByRole("textbox", { name: "Value" }).fill("milk, ".repeat(1700));
  await button(page, "Put").click();
  await button(page, "To the end").click();
  const [wide, high] = await page.evaluate(() => [document.scrollingElement.scrollWidth, document.scrollingElement.scrollHeight]);
  assert.ok(wide <= 1280 && high <= 720, `${wide}×${high}`);
});
