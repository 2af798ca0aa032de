// Steps that leave the page for slides: an animation, and stills on paper.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

import { stageTest } from "./stage.mjs";
import { accessibilityViolations, violationsInEachLook } from "./support.mjs";

const still = { reducedMotion: "reduce" };
const button = (page, name) => page.getByRole("button", { name, exact: true });
const outcome = (page) => page.locator("#film-outcome");

async function put(page) {
  await button(page, "Put and get").click();
  await page.getByRole("textbox", { name: "Value", exact: true }).fill("milk");
  await button(page, "Put").click();
  await button(page, "To the end").click();
  for (let presses = 0; presses < 2; presses++) await page.keyboard.press("ArrowLeft");
}

/** Opens the form of a film and fills in its fields: texts into fields, and words of choices. */
async function ask(page, name, fields = {}) {
  await button(page, "Share or save").click();
  await button(page, name).click();
  const dialog = page.getByRole("dialog", { name: "Share or save" });
  for (const [label, value] of Object.entries(fields)) {
    if (label.endsWith("step")) await dialog.getByRole("textbox", { name: label, exact: true }).fill(value);
    else await dialog.getByRole("combobox", { name: label, exact: true }).selectOption({ label: value });
  }
}

const ANIMATION = "An animation: choose the steps";
const STILLS = "Stills on paper: choose the steps";

async function made(page) {
  const [download] = await Promise.all([page.waitForEvent("download", { timeout: 60_000 }), button(page, "Make it").click()]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

/** What the page shows and has chosen, apart from dialogs. */
const standing = (page) =>
  page.evaluate(() => ({
    step: document.querySelector(".step-words").textContent,
    sentence: document.querySelector(".saying .sentence").textContent,
    // A stage that was built anew has its attributes in another order.
    stage: [...document.querySelectorAll("svg.stage, svg.stage *")]
      .map((element) => element.tagName + [...element.attributes].map(({ name, value }) => `${name}=${value}`).sort())
      .reduce((sum, words) => [...words].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 4_294_967_291, sum), 7),
    look: document.documentElement.dataset.theme,
    studios: document.querySelectorAll(".studio").length,
  }));

/** The frames of a GIF as the browser decodes them: size, how long each is seen in milliseconds, its corner, and a sum of its pixels. */
const frames = (page, bytes) =>
  page.evaluate(async (base64) => {
    const data = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const decoder = new ImageDecoder({ data, type: "image/gif" });
    await Promise.all([decoder.completed, decoder.tracks.ready]);
    const found = [];
    for (let frameIndex = 0; frameIndex < decoder.tracks.selectedTrack.frameCount; frameIndex++) {
      const { image } = await decoder.decode({ frameIndex });
      const canvas = new OffscreenCanvas(image.displayWidth, image.displayHeight);
      const context = canvas.getContext("2d");
      context.drawImage(image, 0, 0);
      const pixels = context.getImageData(0, 0, canvas.width, canvas.height).data;
      const sum = pixels.reduce((sum, value) => (sum * 31 + value) % 4_294_967_291, 7);
      found.push({ width: canvas.width, height: canvas.height, ms: image.duration / 1000, corner: [...pixels.subarray(0, 3)].join(), sum });
      image.close();
    }
    return found;
  }, bytes.toString("base64"));

stageTest("five steps become a GIF whose frames differ, and the page stands where it stood", still, async (page) => {
  await put(page);
  const before = await standing(page);
  await page.evaluate(() => {
    globalThis.longest = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => (globalThis.longest = Math.max(globalThis.longest, entry.duration)))).observe({ type: "longtask" });
  });
  await ask(page, ANIMATION, { "From step": "1", "To step": "5", Width: "640 pixels", Looks: "Dark" });
  await outcome(page).getByText("5 steps. Any slide program plays a GIF.").waitFor();
  const { name, bytes } = await made(page);
  assert.equal(name, "ringside-stage.gif");
  await outcome(page).getByText(/^Saved ringside-stage\.gif: \d+ frames of 640 × \d+ pixels, \d+ seconds, \d+ kB\.$/).waitFor();
  const told = Number((await outcome(page).textContent()).match(/(\d+) frames/)[1]);
  const blank = await page.context().newPage();
  await blank.goto(new URL("package.json", page.url()).href);
  const seen = await frames(blank, bytes);
  assert.equal(seen.length, told);
  // A sentence of each step stands for a second or more, and between the steps something flies.
  assert.equal(seen.filter((frame) => frame.ms > 1_000).length, 5, JSON.stringify(seen.map((frame) => frame.ms)));
  assert.ok(seen.length >= 20, `${seen.length} frames`);
  assert.ok(seen.every((frame) => frame.width === 640 && frame.height > 532 && frame.corner === "21,27,28"), JSON.stringify(seen[0]));
  assert.ok(seen.every((frame, index) => index === 0 || frame.sum !== seen[index - 1].sum), "no two frames one after the other are the same");
  assert.deepEqual(await accessibilityViolations(page), []);
  await button(page, "Close").click();
  assert.deepEqual(await standing(page), before);
  // On a machine that does nothing else, no task takes 50 ms; the tests share theirs.
  const longest = await page.evaluate(() => globalThis.longest);
  assert.ok(longest <= 100, `a task took ${longest} ms`);
});

stageTest("a range that is none is refused in words, by keyboard too, and making can be cancelled half-way", still, async (page) => {
  await put(page);
  const before = await standing(page);
  await ask(page, ANIMATION, { "From step": "9", Width: "1280 pixels" });
  await outcome(page).getByText(/^The first step must be a number from 0 to \d\.$/).waitFor();
  assert.ok(await button(page, "Make it").isDisabled());
  assert.deepEqual(await violationsInEachLook(page), []);
  await page.getByRole("dialog").getByRole("textbox", { name: "From step" }).fill("1");
  let saved = false;
  page.on("download", () => (saved = true));
  await button(page, "Make it").focus();
  await page.keyboard.press("Enter");
  await outcome(page).getByText(/^Step 2 of \d$/).waitFor();
  assert.deepEqual(await accessibilityViolations(page), []);
  // The button that makes it has become the one that cancels it, and kept the focus.
  await page.keyboard.press("Enter");
  await outcome(page).getByText(/^\d steps\./).waitFor();
  await button(page, "Close").click();
  await page.waitForTimeout(500);
  assert.ok(!saved, "nothing is saved");
  assert.deepEqual(await standing(page), { ...before, look: "light" });
});

stageTest("an animation is recorded as WebM where the browser records", still, async (page) => {
  await put(page);
  await ask(page, ANIMATION, { "From step": "2", "To step": "3", File: "WebM", Width: "640 pixels", Speed: "4×" });
  const { name, bytes } = await made(page);
  assert.equal(name, "ringside-stage.webm");
  assert.equal(bytes.subarray(0, 4).toString("hex"), "1a45dfa3");
  const blank = await page.context().newPage();
  await blank.goto("about:blank");
  const size = await blank.evaluate(async (base64) => {
    const video = document.createElement("video");
    video.src = `data:video/webm;base64,${base64}`;
    await new Promise((resolve, reject) => ([video.onloadeddata, video.onerror] = [resolve, reject]));
    return [video.videoWidth, video.videoHeight];
  }, bytes.toString("base64"));
  assert.ok(size[0] === 640 && size[1] > 532, String(size));
});

stageTest("stills stand on paper, one a step and 6 a page, and the page comes back as it was", still, async (page) => {
  await put(page);
  const before = await standing(page);
  await ask(page, STILLS);
  await outcome(page).getByText("7 steps, on 2 pages.").waitFor();
  await button(page, "Make it").click();
  await page.locator("figure.still").nth(6).waitFor();
  assert.equal(await page.locator("figure.still").count(), 7);
  assert.ok(await button(page, "Print").evaluate((print) => print === document.activeElement), "the focus is on the sheet");
  const pictures = await page.locator("figure.still img").evaluateAll((all) => Promise.all(all.map((image) => image.decode().then(() => image.naturalWidth))));
  assert.ok(pictures.every((width) => width === 640), String(pictures));
  assert.match(await page.locator("figcaption").first().textContent(), /^Step 1 of 7, 0\.0 ms.*Alice asks/);
  assert.deepEqual(await violationsInEachLook(page), []);
  for (const format of ["A4", "Letter"]) {
    const pdf = (await page.pdf({ format })).toString("latin1");
    assert.equal(pdf.match(/\/Type\s*\/Page\b/g).length, 2, format);
  }
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: 680, height: 1000 });
  const boxes = await page.locator("figure.still").evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON()));
  const ends = await page.locator(".stills-page").evaluateAll((all) => all.map((one) => one.getBoundingClientRect().bottom));
  assert.deepEqual(boxes.map((box) => ends.findIndex((end) => box.bottom <= end + 1)), [0, 0, 0, 0, 0, 0, 1]);
  assert.ok(boxes[1].left > boxes[0].right && boxes[2].top > boxes[1].bottom, "two in a row");
  await page.emulateMedia({ media: null });
  await page.setViewportSize({ width: 1280, height: 720 });
  await button(page, "Close").last().click();
  await page.locator(".saying").waitFor();
  assert.deepEqual(await standing(page), { ...before, look: "light" });
});

stageTest("on a phone the form fits the dialog", { ...still, width: 390, height: 844 }, async (page) => {
  await button(page, "Scenario").click();
  await page.locator(".do").getByRole("button", { name: /^Share/ }).click();
  await button(page, ANIMATION).click();
  await outcome(page).waitFor();
  const spills = await page.locator("dialog[open]").evaluate((dialog) => dialog.scrollWidth > dialog.clientWidth);
  assert.ok(!spills, "nothing stands out of it");
  assert.deepEqual(await accessibilityViolations(page), []);
});
