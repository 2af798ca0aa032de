// A teacher's own lesson: recorded by doing, written, saved, opened and taken.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

import { blur, button, cart, openLesson, stores, title, verdict } from "./lesson.mjs";
import { accessibilityViolations, stageTest, violationsInEachLook } from "./stage.mjs";

const still = { reducedMotion: "reduce" };
const field = (page, name) => page.getByRole("textbox", { name, exact: true });
const primary = (page) => page.locator(".lesson-buttons .primary");
const acts = (page) => page.getByRole("list", { name: "What is done" }).getByRole("listitem");

async function type(page, name, text) {
  await field(page, name).fill(text);
  await field(page, name).blur();
}

async function makeLesson(page) {
  await button(page, "Lessons").click();
  await button(page, "Make a lesson").click();
  await page.getByRole("region", { name: "Your lesson" }).waitFor();
}

async function put(page, value) {
  if (!(await button(page, "Put").isVisible())) await button(page, "Put and get").click();
  await field(page, "Value").fill(value);
  await button(page, "Put").click();
  await page.locator(".transport").getByRole("button", { name: "To the end" }).click();
}

/** The text of the file that “Save” hands over. */
async function saved(page) {
  const [download] = await Promise.all([page.waitForEvent("download"), button(page, "Save").click()]);
  return readFile(await download.path(), "utf8");
}

/** A lesson of two steps: a put with a prediction, and a crash. */
async function record(page) {
  await makeLesson(page);
  await page.locator(".writing summary").first().click();
  await type(page, "Title", "Our own lesson");
  await type(page, "Title of the step", "A put");
  await type(page, "What the class reads", "Alice writes.\n\nWhat will be seen?");
  await put(page, "milk");
  assert.deepEqual(await acts(page).allInnerTexts(), ["put client Alice, key cart-deborah, value milk"]);
  await type(page, "The button says", "Alice puts milk");
  await button(page, "Ask for one").click();
  await type(page, "Question", "How many copies?");
  await page.getByRole("combobox", { name: "What is measured" }).selectOption("copies");
  await page.getByText("No choice is true: change one.").waitFor();
  await type(page, "Choice 1: what it says", "Two");
  await type(page, "Choice 1: this", "2");
  await type(page, "Choice 1: why it is right or wrong", "That is W.");
  await type(page, "Choice 2: what it says", "Three");
  await type(page, "Choice 2: this", "3");
  await type(page, "Choice 2: why it is right or wrong", "That is N.");
  await page.getByText("Exactly one choice is true.").waitFor();
  await button(page, "Add a step").click();
  await type(page, "Title of the step", "A crash");
  await button(page, "What can go wrong").click();
  await page.getByRole("button", { name: "Crash E, its disk stays" }).click();
  await put(page, "bread");
  assert.equal(await acts(page).count(), 2);
}

stageTest("a lesson is recorded, outlives the page, is saved, opened after a reload, and taken", still, async (page) => {
  await record(page);
  page.on("dialog", (dialog) => dialog.accept());
  // Work is kept a moment after the last change.
  await page.evaluate(() => new Promise((done) => setTimeout(done, 600)));
  await page.reload();
  await page.getByRole("region", { name: "Your lesson" }).waitFor();
  assert.equal(await field(page, "Title of the step").inputValue(), "A crash");
  assert.equal(await acts(page).count(), 2);
  const text = await saved(page);
  await page.getByText("Saved as a file.").waitFor();
  const lesson = JSON.parse(text);
  assert.deepEqual(lesson.steps.map((step) => step.do.map((act) => act.do)), [["put"], ["crash", "put"]]);
  assert.deepEqual(lesson.steps.map((step) => step.title), ["A put", "A crash"]);
  await page.reload();
  await openLesson(page, text);
  await title(page, "A put").waitFor();
  await page.getByRole("radio", { name: "Two" }).check();
  for (const label of ["Lock in", "Alice puts milk", "To the outcome"]) {
    assert.equal(await primary(page).innerText(), label);
    await primary(page).click();
  }
  assert.match(await verdict(page).innerText(), /Not quite\s+That is W\.\s+That is N\./);
  assert.equal(await stores(page, "milk"), 3);
  await primary(page).click();
  await title(page, "A crash").waitFor();
  await primary(page).click();
  await primary(page).click();
  await page.getByRole("button", { name: /^Node E.*down/ }).waitFor();
  assert.ok((await stores(page, "bread")) > 0);
});

stageTest("a small lesson is copied as a link, and opened by it", { ...still, permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
  await record(page);
  await button(page, "Copy as link").click();
  await page.getByText(/^Copied: a link of \d+ characters to this lesson/).waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  page.on("dialog", (dialog) => dialog.accept());
  await page.goto("about:blank");
  await page.goto(link);
  await title(page, "A put").waitFor();
  await page.goto("about:blank");
  await page.goto(`${link}&step=2`);
  await title(page, "A crash").waitFor();
  await button(page, "Share or save").click();
  assert.equal(await page.getByRole("textbox", { name: "The link" }).inputValue(), `${link}&step=2`, "it leads to this step again");
  await page.keyboard.press("Escape");
  await page.evaluate(() => document.activeElement.blur());
  for (const key of ["g", "End"]) await page.keyboard.press(key);
  await button(page, "Share or save").click();
  assert.match(await page.getByRole("textbox", { name: "The link" }).inputValue(), /\/#1\.[^#]*$/, "what one does by oneself is a moment of its own");
  await page.keyboard.press("Escape");
  await button(page, "Leave the lesson").click();
  assert.doesNotMatch(page.url(), /lesson/);
});

stageTest("leaving asks as long as the lesson is not saved", still, async (page) => {
  await record(page);
  const asked = [];
  page.on("dialog", async (dialog) => {
    asked.push(dialog.type());
    await dialog.dismiss();
  });
  await page.close({ runBeforeUnload: true });
  await page.waitForFunction(() => true);
  await button(page, "Leave the editor").click();
  const dialog = page.getByRole("dialog", { name: "Your lesson is not saved" });
  await dialog.waitFor();
  assert.deepEqual(await accessibilityViolations(page), []);
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  await page.getByRole("region", { name: "Your lesson" }).waitFor();
  await saved(page);
  await button(page, "Leave the editor").click();
  await page.getByRole("region", { name: "Your lesson" }).waitFor({ state: "detached" });
  assert.deepEqual(asked, ["beforeunload"]);
});

stageTest("leaving the page asks about what is typed and not left yet", still, async (page) => {
  await makeLesson(page);
  await page.locator(".writing summary").first().click();
  await field(page, "Title").pressSequentially("Our");
  const asked = page.waitForEvent("dialog");
  const left = page.close({ runBeforeUnload: true });
  const dialog = await asked;
  assert.equal(dialog.type(), "beforeunload");
  await dialog.dismiss();
  await left;
});

stageTest("the editor is used by mouse, and accessible in every look", still, async (page) => {
  await record(page);
  for (const summary of await page.locator(".writing summary").all()) {
    if (!(await summary.evaluate((one) => one.parentElement.open))) await summary.click();
  }
  assert.deepEqual(await violationsInEachLook(page), []);
  const steps = page.getByRole("list", { name: "Steps of your lesson" }).getByRole("listitem");
  await button(page, "Move step 2 up").click();
  assert.deepEqual((await steps.allInnerTexts()).map((words) => words.replace(/\s+/g, " ").trim()), ["1 A crash", "2 A put"]);
  await page.getByRole("button", { name: "Remove: crash name E" }).click();
  assert.equal(await acts(page).count(), 1);
  await button(page, "Record").click();
  await put(page, "eggs");
  assert.equal(await acts(page).count(), 1, "what is not recorded is no part of it");
  await steps.nth(1).getByRole("button").first().click();
  await page.getByRole("combobox", { name: "Choice 1: right if it" }).selectOption("is at least");
  await page.getByText("2 choices are true: only one may be.").waitFor();
  assert.deepEqual(await violationsInEachLook(page), []);
  await button(page, "Try it").click();
  await title(page, "A crash").waitFor();
  await button(page, "Leave the lesson").click();
  await button(page, "Remove step 1").click();
  assert.equal(await steps.count(), 1);
});
