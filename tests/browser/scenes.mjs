// Takes the pictures of the README, docs/pictures/*.png: each scene is performed on the page, from its start.
//
// Run with `cargo xtask scenes`, which builds dist/ and finds the browser; or, with dist/ there, with
// `CHROME=/usr/bin/chromium node tests/browser/scenes.mjs [NAME …]`. The same page gives the same pictures.

import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { mouse } from "./input-methods.mjs";
import { smallPng } from "./small-png.mjs";
import { started } from "./stage.mjs";
import { browser, close, origin } from "./support.mjs";

const PICTURES = fileURLToPath(new URL("../../docs/pictures/", import.meta.url));
/** A picture of the README weighs less than this. */
const MOST_BYTES = 150_000;

const button = (page, name) => page.getByRole("button", { name, exact: true });

async function unfold(page, name) {
  if ((await button(page, name).getAttribute("aria-expanded")) === "false") await button(page, name).click();
}

async function ask(page, client, what, { value, through } = {}) {
  await unfold(page, "Put and get");
  if ((await button(page, client).getAttribute("aria-pressed")) === "false") await button(page, client).click();
  if (value) await mouse.type(page, "Value", value);
  if (through) await mouse.choose(page, "The node to contact", through);
  await button(page, what).click();
}

async function done(page, client, what, options) {
  await ask(page, client, what, options);
  await mouse.toEnd(page);
}

async function steps(page, count) {
  for (let step = 0; step < count; step++) await button(page, "Step").click();
}

async function figure3(page) {
  await unfold(page, "The cluster");
  for (const node of ["D", "E"]) await button(page, `Remove ${node}`).click();
  for (const [old, name] of [["A", "Sx"], ["B", "Sy"], ["C", "Sz"]]) {
    await page.getByRole("textbox", { name: `Name of ${old}`, exact: true }).fill(name);
    await page.keyboard.press("Enter");
  }
  await done(page, "Alice", "Put", { value: "D1", through: "Sx" });
  await done(page, "Alice", "Put", { value: "D2", through: "Sx" });
  await done(page, "Bob", "Get", { through: "Sx" });
  await done(page, "Alice", "Put", { value: "D3", through: "Sy" });
  await done(page, "Bob", "Put", { value: "D4", through: "Sz" });
  await done(page, "Alice", "Get", { through: "Sx" });
  await button(page, "Text").click();
  await done(page, "Alice", "Put", { value: "D5", through: "Sx" });
}

async function parted(page) {
  await done(page, "Alice", "Put", { value: "milk" });
  await unfold(page, "What can go wrong");
  for (const who of ["D", "E", "Bob"]) await mouse.choose(page, `Side of ${who}`, "2");
  await button(page, "Draw the wall").click();
  await done(page, "Alice", "Put", { value: "milk,bread" });
  await done(page, "Bob", "Put", { value: "milk,eggs" });
}

const SCENES = {
  "the-walk": async (page) => {
    await button(page, "Where does it go?").click();
    await mouse.toEnd(page);
  },
  "a-put-in-flight": async (page) => {
    await ask(page, "Alice", "Put", { value: "milk" });
    await mouse.press(page, "To the start");
    await steps(page, 2);
  },
  "a-partition-with-siblings": async (page) => {
    await parted(page);
  },
  "figure-3": async (page) => {
    await figure3(page);
    await button(page, "Copies").click();
    await button(page, "Preference list").click();
    await button(page, "Preference list").click();
    await page.getByRole("button", { name: /^“D5” .*, current$/ }).click();
  },
  "two-worlds": async (page) => {
    await page.getByRole("combobox", { name: /^Compare with/ }).selectOption("strict quorum");
    await unfold(page, "What can go wrong");
    for (const name of ["C", "D", "E"]) await button(page, `Crash ${name}, its disk stays`).click();
    await done(page, "Alice", "Put", { value: "milk" });
  },
  "the-space-time-diagram": async (page) => {
    await ask(page, "Alice", "Put", { value: "milk" });
    await mouse.toEnd(page);
    await done(page, "Bob", "Get");
    await button(page, "Diagram").click();
  },
  "a-laboratory": async (page) => {
    await page.waitForFunction(() => document.querySelector("progress")?.value === 100, null, { timeout: 120_000 });
  },
  "a-lesson": async (page) => {
    await page.getByRole("radio").first().check();
    for (const words of ["Lock in", "Bob writes milk, bread, jam", "To the outcome"]) await button(page, words).click();
    await page.getByRole("group", { name: "Verdict" }).waitFor();
  },
};

/** Where a scene begins that does not begin with the page. */
const ADDRESSES = { "a-laboratory": "/#lab=spread&trials=200", "a-lesson": "/?lesson=cart-in-a-partition&step=3" };

async function take(name) {
  const context = await (await browser()).newContext({ viewport: { width: 1280, height: 720 }, reducedMotion: "reduce", colorScheme: "light" });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  await page.goto(`${await origin()}${ADDRESSES[name] ?? "/"}`);
  if (name !== "a-laboratory") await started(page);
  await SCENES[name](page);
  // Nothing has the focus, nothing is pointed at, and all is drawn.
  await page.mouse.move(640, 715);
  await page.evaluate(() => document.activeElement.blur());
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  const picture = smallPng(await page.screenshot({ animations: "disabled", caret: "hide" }));
  await context.close();
  assert.ok(picture.length < MOST_BYTES, `${name}: ${picture.length} bytes`);
  await writeFile(path.join(PICTURES, `${name}.png`), picture);
  console.log(`docs/pictures/${name}.png  ${Math.round(picture.length / 1000)} kB`);
}

await mkdir(PICTURES, { recursive: true });
const wanted = process.argv.slice(2);
try {
  for (const name of wanted.length > 0 ? wanted : Object.keys(SCENES)) {
    assert.ok(SCENES[name], `there is no scene “${name}”; there are ${Object.keys(SCENES).join(", ")}`);
    await take(name);
  }
} finally {
  await close();
}
