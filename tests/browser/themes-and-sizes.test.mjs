// How the page looks and behaves in every theme and window, and what it does not do.

import assert from "node:assert/strict";

import { called, mouse } from "./input-methods.mjs";
import { accessibilityViolations, eachFirstScene, openScenario, stageTest, started, violationsInEachLook } from "./stage.mjs";

const button = (page, name) => page.getByRole("button", { name, exact: true });
const key = (page) => page.getByRole("textbox", { name: "Key", exact: true });

/** Goes through the page's main scenes. */
async function eachScene(page, visit) {
  await eachFirstScene(page, visit);
  await (await called(page, page.getByText("The ring as a list"))).click();
  await mouse.press(page, "Keyboard");
  await visit("with the help open");
}

stageTest("nothing is in anybody's way in any look", { reducedMotion: "reduce" }, async (page) => {
  await eachScene(page, async (scene) => assert.deepEqual(await violationsInEachLook(page), [], scene));
});

stageTest("the page has a title, and its address chooses the look", { reducedMotion: "reduce" }, async (page) => {
  assert.match(await page.title(), /Ringside/);
  await page.getByText("Setting up the ring").waitFor({ state: "detached" });
  for (const theme of ["light", "dark", "projector"]) {
    await page.goto(`${new URL(page.url()).origin}/?theme=${theme}`);
    await started(page);
    assert.equal(await page.locator("html").getAttribute("data-theme"), theme);
  }
});

stageTest("the system's choice of dark is followed, and the control overrides it", { colorScheme: "dark" }, async (page) => {
  const paper = () => page.locator("body").evaluate((body) => getComputedStyle(body).backgroundColor);
  const dark = await paper();
  await page.getByRole("combobox", { name: "Look" }).selectOption("Light");
  assert.notEqual(await paper(), dark);
  await page.getByRole("combobox", { name: "Look" }).selectOption("Dark");
  assert.equal(await paper(), dark);
});

/** What the paper is, and how large type and ring are, in pixels. */
function looks(page) {
  return page.evaluate(() => ({
    paper: getComputedStyle(document.body).backgroundColor,
    ink: getComputedStyle(document.querySelector(".sentence")).color,
    sentence: parseFloat(getComputedStyle(document.querySelector(".sentence")).fontSize),
    type: parseFloat(getComputedStyle(document.body).fontSize),
    stage: document.querySelector("svg.stage").getBoundingClientRect().height,
    seat: document.querySelector(".seat-disc").getBoundingClientRect().width,
    overflows: document.scrollingElement.scrollWidth > innerWidth || document.scrollingElement.scrollHeight > innerHeight,
  }));
}

const byControl = async (page) => page.getByRole("combobox", { name: "Look", exact: true }).selectOption({ label: "Projector" });
const byAddress = async (page) => {
  await page.goto(`${new URL(page.url()).origin}/?theme=projector`);
  await started(page);
};
for (const [how, choose] of [["control", byControl], ["address", byAddress]]) {
  stageTest(`for a projector, by ${how}, the paper is white and type is larger`, { path: "/?theme=light", reducedMotion: "reduce" }, async (page) => {
    const light = await looks(page);
    await choose(page);
    await page.locator('html[data-theme="projector"]').waitFor();
    const projector = await looks(page);
    assert.notEqual(light.paper, "rgb(255, 255, 255)");
    assert.equal(projector.paper, "rgb(255, 255, 255)");
    assert.equal(projector.ink, "rgb(0, 0, 0)");
    assert.ok(projector.sentence >= light.sentence * 1.2 && projector.type >= light.type * 1.2, JSON.stringify([light, projector]));
    assert.equal(projector.overflows, false);
  });
}

stageTest("at 3840×2160 the stage and its type grow with the window, and nothing scrolls", { width: 3840, height: 2160, reducedMotion: "reduce" }, async (page) => {
  await button(page, "Put and get").click();
  await button(page, "Put").click();
  await button(page, "To the end").click();
  const large = await looks(page);
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.waitForFunction((height) => document.querySelector("svg.stage").getBoundingClientRect().height < height / 2, large.stage);
  const small = await looks(page);
  for (const part of ["sentence", "type", "stage", "seat"]) {
    assert.ok(large[part] > 2 * small[part], `${part}: ${small[part]} px, then ${large[part]} px`);
  }
  assert.deepEqual([large.overflows, small.overflows], [false, false]);
});

/** Whether a button is in the window, whole. */
async function assertInSight(page, name) {
  const box = await page.getByRole("button", { name, exact: true }).boundingBox();
  const below = await page.locator(".transport").boundingBox();
  assert.ok(box.y >= 0 && box.y + box.height <= below.y, `${name}: ${JSON.stringify(box)}`);
}

stageTest("at 1280×720 nothing scrolls", { reducedMotion: "reduce" }, async (page) => {
  const scenes = [];
  await eachScene(page, async (scene) => {
    if (/help/.test(scene)) return;
    if (/after the walk/.test(scene)) await assertInSight(page, "Put");
    const overflowing = await page.evaluate(() =>
      [document.scrollingElement, ...document.querySelectorAll(".column")]
        .filter((element) => element.scrollHeight > element.clientHeight + 1 || element.scrollWidth > element.clientWidth + 1)
        .map((element) => element.className || element.tagName),
    );
    scenes.push([scene, overflowing]);
  });
  // An open cluster and the stories may be as long as they like: the column scrolls, the page never does.
  const mayScroll = /joined|after the walk/;
  assert.deepEqual(scenes.filter(([scene, found]) => found.some((name) => !mayScroll.test(scene) || !/column/.test(name))), []);
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
    if (!(await key(page).isVisible())) await button(page, "What you can do").click();
    await page.locator(".do").evaluate((sheet) => sheet.scrollTo(0, 0));
    for (const part of [page.locator("svg.stage"), page.locator(".sentence"), key(page)]) {
      const box = await part.boundingBox();
      assert.ok(box.y + box.height <= fold, `${box.y + box.height} of ${fold}`);
    }
    for (const one of await page.locator(".transport button:visible, .key-form button:visible").all()) {
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
  // A text that may run the other way is set apart by two characters, which are not part of it.
  const plain = (shown) => shown.replaceAll(/[\u2066-\u2069]/g, "");
  const textOf = async (thing) => plain(await thing.textContent());
  for (const typed of hostile) {
    // What cannot be seen is shown by its picture.
    const text = typed.replaceAll("\u0007", "␇");
    await key(page).fill(typed);
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press("End");
    assert.ok((await textOf(page.locator(".sentence"))).includes(`“${text}”`), `the sentence of ${text}`);
    if (!(await button(page, "Put").isVisible())) await button(page, "Put and get").click();
    await page.getByRole("textbox", { name: "Value", exact: true }).fill(typed);
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press("p");
    await page.keyboard.press("End");
    const copies = page.locator(".copies .value");
    assert.ok((await copies.count()) >= 3);
    for (const copy of await copies.all()) assert.equal(await textOf(copy), `“${text}”`);
    assert.equal(plain(await page.locator(".copies ul").first().getAttribute("aria-label")), `Copies of “${text}”`);
    const version = page.getByRole("list", { name: "Versions", exact: true }).getByRole("button");
    assert.ok(plain(await version.getAttribute("aria-label")).startsWith(`“${text}” [`));
    assert.ok((await textOf(page.locator(".version-words"))).startsWith(text.slice(0, 12)), `the graph's ${text}`);
    await page.keyboard.press("1");
  }
  assert.equal(await page.locator("img, [onerror]").count(), 0);
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

const MEBIBYTE = 1 << 20;
const asMuch = {
  ringside: 1,
  title: "As much as there may be",
  nodes: Array.from({ length: 64 }, (_, place) => ({ name: `node-${place + 1}`, tokens: 4 })),
  n: 3,
  r: 1,
  w: 1,
  timers: { gossip: 0, handoff: 0, antiEntropy: 0 },
  script: [
    ...Array.from({ length: 199 }, (_, place) => ({ do: "put", client: "Alice", key: `key-${place + 1}`, value: "milk" })),
    // Nine writers who have read nothing: nine siblings, one of them as long as a value may be.
    ...Array.from({ length: 9 }, (_, place) => ({
      do: "put",
      client: `Client ${place + 1}`,
      key: "siblings",
      value: place === 4 ? "x".repeat(MEBIBYTE) : `sibling ${place + 1}`,
      context: "none",
    })),
  ],
};

stageTest("64 nodes, 200 keys, nine siblings, a value of 1 MiB: all is listed, steps go on, and the page keeps its window", { reducedMotion: "reduce" }, async (page) => {
  await openScenario(page, asMuch);
  const whole = async (scene) => {
    const [wide, high] = await page.evaluate(() => [document.scrollingElement.scrollWidth, document.scrollingElement.scrollHeight]);
    assert.ok(wide <= 1280 && high <= 720, `${scene}: ${wide}×${high}`);
    const columns = await page.locator(".column").evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.className));
    assert.deepEqual(columns, [], scene);
  };
  await whole("as it opens");
  await button(page, "To the end").click();
  await page.getByText(/^Step (\d+) of \1,/).waitFor();
  const [, last] = (await page.locator(".step-words").textContent()).match(/of (\d+)/);
  await button(page, "Stored keys").click();
  const keys = page.getByRole("list", { name: "Stored keys" });
  assert.equal(await keys.getByRole("listitem").count(), 200);
  await keys.getByRole("button", { name: "siblings", exact: true }).click();
  assert.equal(await page.getByRole("group", { name: "Nodes", exact: true }).getByRole("button").count(), 64);
  const versions = page.getByRole("list", { name: "Versions", exact: true }).getByRole("button");
  await versions.first().waitFor();
  const named = await versions.evaluateAll((all) => all.map((one) => one.getAttribute("aria-label")));
  assert.equal(named.length, 9);
  assert.ok(named.every((name) => /, current$/.test(name) && name.length < 120), named.join("\n"));
  for (const copy of await page.getByRole("list", { name: "Copies of “siblings”" }).getByRole("listitem").allInnerTexts()) {
    assert.match(copy, /9 siblings/);
  }
  await whole("with the siblings");
  // What is long is cut, and its beginning is a tooltip: the page never holds a mebibyte of it.
  assert.ok((await page.evaluate(() => document.body.innerHTML.length)) < MEBIBYTE / 2);
  // At the end, the first press tells the last step itself.
  await button(page, "Back").click();
  await button(page, "Back").click();
  await page.getByText(`Step ${last - 1} of ${last}`).waitFor();
  await button(page, "Step").click();
  await page.getByText(`Step ${last} of ${last}`).waitFor();
  await whole("after a step back and on");
});

for (const theme of ["light", "projector"]) {
  stageTest(`between a phone and a desk nothing is cut off at the right: ${theme}`, { reducedMotion: "reduce", path: `/?theme=${theme}`, height: 800 }, async (page) => {
    await page.keyboard.press("p");
    await page.keyboard.press("End");
    for (const key of [null, "d"]) {
      if (key) await page.keyboard.press(key);
      for (const width of [1240, 1160, 1101, 1024, 900, 834, 768, 700, 600, 430, 360]) {
        await page.setViewportSize({ width, height: 800 });
        const over = await page.evaluate(() => {
          const things = [...document.querySelectorAll(":is(.top, .transport, .do) :is(button, select, input), .sentence")];
          const right = (thing) => thing.getBoundingClientRect().right;
          return [document.documentElement.scrollWidth, ...things.map(right)].filter((end) => end > innerWidth + 1);
        });
        assert.deepEqual(over, [], `at ${width}, after ${key}`);
      }
    }
  });
}
