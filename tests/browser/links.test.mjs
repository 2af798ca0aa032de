// Links to a moment: the dialog that builds them, what they restore, and links that are damaged.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

import { accessibilityViolations, stageTest, started } from "./stage.mjs";
import { origin, pageTest } from "./support.mjs";

const still = { reducedMotion: "reduce" };
// What a link brings back, and what is damaged, is compared natively by the hundred: src/page/tests/links.rs.
const LINKS = 8;
const DAMAGED = 10;

const button = (page, name) => page.getByRole("button", { name, exact: true });
const dialog = (page) => page.getByRole("dialog", { name: "Share or save" });
const trouble = (page) => page.getByRole("dialog", { name: "That could not be opened" });
const stepWords = (page) => page.locator(".step-words").textContent();
// What can be undone is no part of a link.
const tree = async (page) => (await page.locator("#ringside").ariaSnapshot()).replaceAll(/^.*\bUndo\b.*\n/gm, "");
const blur = (page) => page.evaluate(() => document.activeElement.blur());

/** The same numbers on every run. */
function chance(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

async function linkOf(page) {
  await button(page, "Share or save").click();
  const link = await dialog(page).getByRole("textbox", { name: "The link" }).inputValue();
  await page.keyboard.press("Escape");
  await dialog(page).waitFor({ state: "hidden" });
  await blur(page);
  return link;
}

async function follow(page, fragment) {
  await page.evaluate((fragment) => (location.hash = fragment), fragment);
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 20))));
}

/** Does something that nobody has thought of. Nothing is changed in the past: what comes of that is a branch of this page alone. */
async function wander(page, below) {
  const keys = ["w", "p", "g", "x", "c", "p", "d", "1", "2", "r", "f", "n", "o"];
  for (let presses = 1 + below(4); presses > 0; presses--) {
    await blur(page);
    for (const key of ["2", "End", keys[below(keys.length)]]) await page.keyboard.press(key);
  }
  await blur(page);
  for (const key of ["End", ...Array(below(6)).fill("ArrowLeft")]) await page.keyboard.press(key);
  const headings = page.locator(".known .unfold button");
  await headings.nth(below(await headings.count())).click();
  await blur(page);
  // Whatever plays has come to rest after a step back.
  await page.keyboard.press("ArrowLeft");
}

stageTest(`${LINKS} links lead to the same accessible tree`, still, async (page) => {
  const other = await page.context().newPage();
  const below = chance(20_071_014);
  await other.goto(await origin());
  await started(other);
  for (let number = 0; number < LINKS; number++) {
    if (number % 5 === 4) {
      // From a fresh ring again: histories are to stay short.
      await page.evaluate(() => localStorage.clear());
      await page.goto("about:blank");
      await page.goto(await origin());
      await started(page);
    }
    // A page behind another one is drawn once a second, and every click waits for that.
    await page.bringToFront();
    await wander(page, below);
    const link = await linkOf(page);
    await other.bringToFront();
    await other.goto("about:blank");
    await other.goto(link);
    await started(other);
    await blur(other);
    const [here, there] = [await tree(page), await tree(other)];
    assert.equal(there, here, `link ${number}: ${link}`);
  }
});

stageTest("the dialog builds the link that a teacher wants", { ...still, permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
  await button(page, "Put and get").click();
  await button(page, "Put").click();
  await button(page, "To the end").click();
  await button(page, "Share or save").click();
  assert.deepEqual(await accessibilityViolations(page), []);
  await button(dialog(page), "the beginning").click();
  await dialog(page).getByRole("combobox", { name: "Looks" }).selectOption("Projector");
  for (const part of ["What can go wrong", "Scenario"]) await dialog(page).getByRole("checkbox", { name: part }).check();
  await button(dialog(page), "Copy the link").click();
  await dialog(page).getByText("Copied.").waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  assert.ok(link.startsWith(`${await origin()}/?theme=projector&lock=faults,scenario#1.`), link);

  const student = await page.context().newPage();
  await student.goto(link);
  await started(student);
  assert.match(await stepWords(student), /^Step 0 of \d+/);
  assert.equal(await student.evaluate(() => document.documentElement.dataset.theme), "projector");
  await button(student, "What you can do").click();
  assert.equal(await button(student, "What can go wrong").count(), 0);
  assert.equal(await button(student, "Scenario").count(), 0);
  assert.equal(await button(student, "The cluster").count(), 1);
  await student.keyboard.press("f");
  assert.equal(await button(student, "What can go wrong").count(), 0, "no key brings back what is locked");
  await student.locator(".seat circle").first().click();
  assert.deepEqual((await student.getByRole("menuitem").allTextContents()).filter((words) => /Crash|Cut|clock/.test(words)), []);
  await student.close();

  await button(dialog(page), "only the stage").click();
  const frame = await dialog(page).getByRole("textbox", { name: "For your own page" }).inputValue();
  assert.match(frame, /^<iframe title="Ringside" width="720" height="560" src="[^"]+\/\?embed&amp;theme=projector&amp;lock=faults,scenario#1\.[^"]+"><\/iframe>$/);
});

stageTest("a link that is put into the address of an open page is opened, and can be undone", still, async (page) => {
  await button(page, "Put and get").click();
  await button(page, "Put").click();
  await button(page, "To the end").click();
  const link = new URL(await linkOf(page)).hash;
  const [words, before] = [await stepWords(page), await tree(page)];
  await button(page, "Get").click();
  await button(page, "To the end").click();
  assert.notEqual(await stepWords(page), words);
  await follow(page, link);
  await blur(page);
  assert.equal(await tree(page), before);
  await page.keyboard.press("u");
  assert.notEqual(await stepWords(page), words);
});

pageTest("a link that is damaged is told in a dialog, and the page starts with its own ring", { ...still, path: null }, async (page) => {
  await page.goto((await origin()) + "/#1.gqhzY2Vu");
  await trouble(page).waitFor();
  assert.match(await trouble(page).innerText(), /link: got "1\.gqhzY2Vu"; allowed is a link that Ringside made, whole/);
  assert.deepEqual(await accessibilityViolations(page), []);
  await page.keyboard.press("Escape");
  await trouble(page).waitFor({ state: "hidden" });
  assert.match(await stepWords(page), /^Step 0/);
  await button(page, "Where does it go?").click();
  await page.getByText("Step 1 of 8").waitFor();
});

stageTest(`${DAMAGED} damaged links and files leave the page alive`, still, async (page) => {
  await button(page, "Put and get").click();
  await button(page, "Put").click();
  await button(page, "To the end").click();
  const below = chance(7);
  const link = new URL(await linkOf(page)).hash;
  const scenario = await page.evaluate(async () => {
    const { default: init, Playground } = await import("./ringside.js");
    await init();
    return JSON.stringify(new Playground({ ringside: 1, title: "<b>", script: [{ do: "get", client: "a", key: "k" }] }).scenario());
  });
  const damage = (text) => {
    const at = 1 + below(text.length - 1);
    const put = ["", "&", "%", "\u0000", "A", "=", "é", "9".repeat(30), text][below(9)];
    return text.slice(0, at) + put + text.slice(at + 1 + below(3));
  };
  const lesson = await readFile(new URL("../../www/lessons/stale-reads.json", import.meta.url), "utf8");
  for (let number = 0; number < DAMAGED; number++) {
    if (number % 3 === 0) {
      const file = { name: "file.json", mimeType: "application/json", buffer: Buffer.from(damage(number % 6 === 0 ? scenario : lesson)) };
      if (!(await page.getByLabel("Open a scenario").count())) await button(page, "Scenario").click();
      await page.getByLabel("Open a scenario").setInputFiles(file);
      await page.evaluate(() => new Promise((done) => setTimeout(done, 30)));
    } else {
      await follow(page, damage(link));
    }
    if (await trouble(page).isVisible()) await button(trouble(page), "Close").click();
    if (await button(page, "Leave the lesson").isVisible()) await button(page, "Leave the lesson").click();
  }
  await button(page, "Where does it go?").click();
  assert.equal(await page.getByRole("dialog", { name: "Ringside has stopped" }).count(), 0);
});
