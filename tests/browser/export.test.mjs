// What goes out as a file: each looks right, or reads right, alone.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

import { stageTest } from "./stage.mjs";

const still = { reducedMotion: "reduce" };
const button = (page, name) => page.getByRole("button", { name, exact: true });

async function putAndShare(page) {
  await button(page, "Put and get").click();
  await page.getByRole("textbox", { name: "Value", exact: true }).fill("<b>milk</b>");
  await button(page, "Put").click();
  await button(page, "To the end").click();
  for (let presses = 0; presses < 3; presses++) await page.keyboard.press("ArrowLeft");
  await button(page, "Share or save").click();
}

/** The file that a button hands over: its name and its bytes. */
async function saved(page, name) {
  const [download] = await Promise.all([page.waitForEvent("download"), button(page, name).click()]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

/** How a picture looks to a page that knows nothing of this one: its size, and how many pixels have which colour. */
async function seen(page, type, bytes) {
  return page.evaluate(async ([type, base64]) => {
    const image = new Image();
    image.src = `data:${type};base64,${base64}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    const counts = {};
    for (let at = 0; at < data.length; at += 4) {
      const colour = [...data.subarray(at, at + 4)].join();
      counts[colour] = (counts[colour] ?? 0) + 1;
    }
    const share = (colour) => (counts[colour] ?? 0) / (data.length / 4);
    return { width: canvas.width, height: canvas.height, corner: [...data.subarray(0, 4)].join(), orange: share("230,159,0,255"), sky: share("86,180,233,255") };
  }, [type, bytes.toString("base64")]);
}

for (const [colorScheme, paper] of [["light", "252,251,248,255"], ["dark", "21,27,28,255"]]) {
  stageTest(`the stage as SVG and as PNG looks as it does on the page, ${colorScheme}`, { ...still, colorScheme }, async (page) => {
    await putAndShare(page);
    const svg = await saved(page, "The stage as SVG");
    const text = svg.bytes.toString();
    assert.equal(svg.name, "ringside-stage.svg");
    assert.doesNotMatch(text, /var\(|class=|<script|tabindex/);
    const blank = await page.context().newPage();
    const picture = await seen(blank, "image/svg+xml", svg.bytes);
    // The ranges of A and B are there in their colours, on the page's paper.
    assert.equal(picture.corner, paper);
    assert.ok(picture.orange > 0.01 && picture.sky > 0.008, JSON.stringify(picture));
    const png = await saved(page, "The stage as PNG");
    assert.equal(png.name, "ringside-stage.png");
    const pixels = await seen(blank, "image/png", png.bytes);
    assert.deepEqual([pixels.width, pixels.height], [picture.width * 2, picture.height * 2]);
    assert.ok(Math.abs(pixels.orange - picture.orange) < 0.004 && pixels.corner === paper, JSON.stringify(pixels));
  });
}

stageTest("the trace and the scenario as JSON tell the same history", still, async (page) => {
  const steps = async () => Number((await page.locator(".step-words").textContent()).match(/of (\d+)/)[1]);
  await putAndShare(page);
  const trace = JSON.parse((await saved(page, "The trace as JSON")).bytes);
  assert.equal(trace.length, await steps());
  assert.ok(trace.every((event) => typeof event.sentence === "string" && event.sentence.endsWith(".")));
  const scenario = JSON.parse((await saved(page, "The scenario as JSON")).bytes);
  assert.equal(scenario.script[0].value, "<b>milk</b>");
  const again = await page.evaluate(async (scenario) => {
    const { default: init, Playground } = await import("./ringside.js");
    await init();
    const playground = new Playground(scenario);
    playground.run();
    return playground.trace().map((event) => event.sentence);
  }, scenario);
  assert.deepEqual(again, trace.map((event) => event.sentence));
});

stageTest("the space-time diagram as SVG names its lanes, messages and times", still, async (page) => {
  await putAndShare(page);
  const { name, bytes } = await saved(page, "The space-time diagram as SVG");
  assert.equal(name, "ringside-space-time.svg");
  const blank = await page.context().newPage();
  const texts = await blank.evaluate((text) => {
    const document = new DOMParser().parseFromString(text, "image/svg+xml");
    return [...document.querySelectorAll("text, parsererror")].map((element) => element.textContent);
  }, bytes.toString());
  for (const words of ["Alice", "A", "E", "put"]) assert.ok(texts.includes(words), `${words} is in ${texts}`);
  assert.ok(texts.some((text) => / ms$/.test(text)));
  assert.ok((await seen(blank, "image/svg+xml", bytes)).width > 400);
});
