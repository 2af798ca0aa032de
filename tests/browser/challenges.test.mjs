// Challenges as a student solves them: by mouse, by keyboard alone, and by touch; what is handed in is graded by the module.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

import { keyboard, mouse, tabTo } from "./input-methods.mjs";
import { accessibilityViolations, stageTest } from "./stage.mjs";

const still = { reducedMotion: "reduce" };
const phone = { width: 390, height: 844, hasTouch: true, isMobile: true };
const button = (page, name) => page.getByRole("button", { name, exact: true });
const met = (page) => page.locator(".challenge-standing.met");
const challenge = async (id) => JSON.parse(await readFile(new URL(`../../www/challenges/${id}.json`, import.meta.url), "utf8"));

/** The disc of a node on the stage. */
const seat = (page, name) => page.locator(".seat", { has: page.locator("text", { hasText: new RegExp(`^${name}$`) }) }).locator("circle").first();

/** What the module says of what was handed in. */
async function graded(page, id, handIn) {
  return page.evaluate(async ([challenge, handIn]) => {
    const { default: init, gradeChallenge } = await import("./ringside.js");
    await init();
    return gradeChallenge(challenge, handIn);
  }, [await challenge(id), handIn]);
}

/** Hands in under a name by mouse; the text of the file. */
async function handIn(page, name) {
  await button(page, "Hand in …").click();
  await page.getByLabel("Your name").fill(name);
  const [download] = await Promise.all([page.waitForEvent("download"), button(page, "Save the file").click()]);
  assert.match(download.suggestedFilename(), /^ringside-hand-in.*\.json$/);
  const text = await readFile(await download.path(), "utf8");
  await button(page.getByRole("dialog"), "Close").click();
  return text;
}

/** The goal is met, and the engine says so of what is handed in. */
async function isSolved(page, id, commands) {
  await met(page).waitFor();
  const grade = await graded(page, id, await handIn(page, "Ada <b>Lovelace</b>"));
  assert.deepEqual([grade.solved, grade.altered, grade.name, grade.used.commands], [true, false, "Ada <b>Lovelace</b>", commands], grade.message);
}

stageTest("from the list, by mouse: two versions of one basket", still, async (page) => {
  await button(page, "Lessons").click();
  await button(page, "Challenges").click();
  const [grading] = await Promise.all([page.waitForEvent("popup"), page.getByRole("link", { name: "Grade what a class handed in" }).click()]);
  await grading.getByRole("heading", { level: 1 }).waitFor();
  await grading.close();
  await page.getByRole("button", { name: /2 siblings/ }).click();
  await page.waitForURL(/[?&]challenge=two-siblings$/);
  await page.getByRole("heading", { name: /2 siblings/ }).waitFor();
  assert.deepEqual(await accessibilityViolations(page), []);
  for (const client of ["Alice", "Bob"]) {
    await page.locator(".column.do").getByRole("button", { name: client, exact: true }).click();
    await mouse.type(page, "Value", client === "Alice" ? "bread" : "milk");
    await mouse.press(page, "Put");
    await mouse.toEnd(page);
  }
  await mouse.press(page, "Get");
  assert.equal(await met(page).count(), 0, "it lights up in its step, not before");
  await mouse.toEnd(page);
  await isSolved(page, "two-siblings", 3);
  assert.deepEqual(await accessibilityViolations(page), []);
  // What is solved has its tick, also after a reload.
  await page.reload();
  await met(page).waitFor();
  await button(page, "Leave the challenge").click();
  await button(page, "Lessons").click();
  await button(page, "Challenges").click();
  await page.getByRole("button", { name: /2 siblings.*✓ 3\scommands/ }).waitFor();
});

stageTest("by keyboard alone: one get repairs what was stale", { ...still, path: "/?challenge=one-get-repairs" }, async (page) => {
  await page.locator(".challenge-card").waitFor();
  await keyboard.press(page, "Get");
  await keyboard.toEnd(page);
  await met(page).waitFor();
  await tabTo(page, "Hand in …");
  await page.keyboard.press("Enter");
  await page.keyboard.type("Grace");
  await tabTo(page, "Save the file");
  const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
  const grade = await graded(page, "one-get-repairs", await readFile(await download.path(), "utf8"));
  assert.deepEqual([grade.solved, grade.name], [true, "Grace"], grade.message);
});

stageTest("by mouse, in the cluster: B leaves in order", { ...still, path: "/?challenge=leave-in-order" }, async (page) => {
  await page.locator(".challenge-card").waitFor();
  await mouse.press(page, "The cluster");
  await button(page, "Remove B").click();
  await mouse.toEnd(page);
  await isSolved(page, "leave-in-order", 1);
});

stageTest("by touch: a node is down, and another one keeps a hint", { ...still, ...phone, path: "/?challenge=kept-for-c" }, async (page) => {
  await page.locator(".challenge-card").waitFor();
  await seat(page, "C").tap();
  await page.getByRole("menuitem", { name: /^Crash/ }).first().tap();
  await button(page, "Put").tap();
  await mouse.toEnd(page);
  await isSolved(page, "kept-for-c", 2);
  assert.deepEqual(await accessibilityViolations(page), []);
});

stageTest("by touch: one fuse for three homes", { ...still, ...phone, path: "/?challenge=one-fuse" }, async (page) => {
  await page.locator(".challenge-card").waitFor();
  await page.locator(".zone text").filter({ hasText: "hall-1" }).tap();
  await page.getByRole("menuitem", { name: /^Crash/ }).first().tap();
  await mouse.toEnd(page);
  await isSolved(page, "one-fuse", 1);
});

stageTest("a claim is handed in, and the search says whether it is right", { ...still, path: "/?challenge=a-dot-per-write" }, async (page) => {
  await button(page, "It cannot be done …").click();
  const text = await page.getByLabel("What is handed in").inputValue();
  const grade = await graded(page, "a-dot-per-write", text);
  assert.equal(grade.solved, true, grade.message);
  assert.match(grade.message, /^The claim is right: none of [\d,]+ states/);
});

stageTest("a challenge made on the page is tried, saved, and opened from its file and link", still, async (page) => {
  await button(page, "Lessons").click();
  await button(page, "Challenges").click();
  await button(page, "Make a challenge").click();
  await page.getByRole("textbox", { name: "Title", exact: true }).fill("Copies of milk");
  await page.getByRole("combobox", { name: "What", exact: true }).selectOption("agree");
  assert.deepEqual(await accessibilityViolations(page), []);
  await button(page, "Try it").click();
  await page.locator(".challenge-card").waitFor();
  await mouse.press(page, "Put");
  await mouse.toEnd(page);
  await met(page).waitFor();
  await button(page, "Leave the challenge").click();
  const [download] = await Promise.all([page.waitForEvent("download"), button(page, "Save").click()]);
  assert.equal(download.suggestedFilename(), "copies-of-milk.json");
  const file = await download.path();
  await button(page, "Leave the editor").click();
  await button(page, "Lessons").click();
  await page.getByLabel("Open a file of a lesson or a challenge").setInputFiles(file);
  await page.getByRole("heading", { name: "Copies of milk" }).waitFor();
  assert.equal(JSON.parse(await readFile(file, "utf8")).ringsideChallenge, 1);
});
