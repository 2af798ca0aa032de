// grade.html: a folder that is dropped, files that are chosen by keyboard, the list that is saved, and what is wrong with them.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { challenge, makeClass, MARKUP } from "../javascript/class.mjs";
import { loadRingside } from "../javascript/support.mjs";
import { accessibilityViolations, origin, pageTest } from "./support.mjs";

// Colours that are on their way to those of the dark are none.
const still = { reducedMotion: "reduce" };
const program = fileURLToPath(new URL("../../dist/npm/grade.mjs", import.meta.url));
const { files, copied } = makeClass(await loadRingside(), 20, { unsolved: 3, bad: 10 });
const room = await mkdtemp(join(tmpdir(), "ringside-grade-page-"));
after(() => rm(room, { recursive: true }));

const own = join(room, "own.json");
await writeFile(own, JSON.stringify(challenge));
const folder = join(room, "class");
await mkdir(join(folder, "late"), { recursive: true });
for (const { file, text, bytes } of files) {
  await writeFile(join(folder, file), text ?? "");
  if (bytes) await truncate(join(folder, file), bytes);
}
await writeFile(join(folder, "late", "0020.json"), files[19].text);
await writeFile(join(folder, "two-siblings.json"), JSON.stringify(challenge));
const solved = files.filter(({ expected }) => expected.solved).length;
const altered = files.filter(({ expected }) => expected.altered).length;

/** Opens the page of a site with these challenges. */
async function open(page, challenges = { "two-siblings": challenge }) {
  await page.route("**/challenges/*.json", async (route) => {
    const id = /([^/]+)\.json$/.exec(route.request().url())[1];
    const listed = Object.entries(challenges).map(([id, { title }]) => ({ id, title, summary: "", minutes: 1, level: 1 }));
    await route.fulfill({ json: id === "index" ? { families: [{ title: "Versions", summary: "", challenges: listed }] } : challenges[id] });
  });
  await page.goto(`${await origin()}/grade.html`);
  await status(page, "Choose the hand-ins.");
}

const status = (page, text) => page.getByRole("status").filter({ hasText: text }).waitFor({ timeout: 60_000 });

/** Drops a file or folder of this machine on the page, as a person does. */
async function drop(page, path) {
  const browser = await page.context().newCDPSession(page);
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"]) await browser.send("Input.dispatchDragEvent", { type, x: 300, y: 300, data });
  await browser.detach();
}

/** The cells of the table, row by row. */
const cells = (page) =>
  page.locator("tbody tr").evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => cell.innerText.trim())));

async function saved(page) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save as CSV" }).click()]);
  assert.equal(download.suggestedFilename(), "grades.csv");
  return readFile(await download.path(), "utf8");
}

pageTest("a folder that is dropped is graded for the challenge in it, as the program of the package does", { ...still, path: null }, async (page) => {
  const asked = [];
  page.on("request", (request) => asked.push(request));
  await open(page);
  await drop(page, folder);
  await status(page, `${solved + 1} of 21 solved, ${altered} altered, 1 group of equal histories.`);
  assert.ok(asked.every((request) => request.method() === "GET" && new URL(request.url()).search.length < 30), "nothing is sent");

  const rows = await cells(page);
  assert.equal(rows.length, 21, "the challenge is no hand-in");
  for (const [index, { file, expected }] of files.entries()) {
    const [ofFile, name, isSolved, step, , , isAltered, message] = rows[index];
    assert.deepEqual([ofFile, name], [file, expected.name]);
    assert.match(isSolved, expected.solved ? /^✓\s*yes$/ : /^–\s*no$/);
    assert.match(isAltered, expected.altered ? /^▲\s*yes$/ : /^–\s*no$/);
    assert.equal(step !== "", expected.solved);
    const isCopied = copied.includes(file);
    assert.equal(/ Equal: group 1$/.test(message), isCopied, message);
    assert.match(message.replace(/ Equal: group 1$/, ""), expected.message);
  }
  assert.equal(rows[20][0], "late/0020.json");

  assert.equal(await page.getByRole("cell", { name: MARKUP }).count(), 1, "a name is a text");
  assert.equal(await page.evaluate(() => globalThis.ran ?? document.querySelectorAll("table img").length), 0);
  const group = page.getByRole("region", { name: "Group 1" });
  assert.match(await group.getByRole("heading").innerText(), /^Group 1: 4 files with the same 3 commands$/);
  assert.deepEqual((await group.getByRole("listitem").allInnerTexts()).map((text) => text.split(/\s/)[0]), [...copied, "late/0020.json"]);

  const csv = await saved(page);
  await promisify(execFile)(process.execPath, [program, folder]);
  assert.equal(csv, await readFile(join(folder, "grades.csv"), "utf8"));
  await rm(join(folder, "grades.csv"));

  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    assert.deepEqual(await accessibilityViolations(page), [], colorScheme);
  }
});

pageTest("by keyboard: a challenge of one's own, then files, then the list", { ...still, path: null }, async (page) => {
  // Choosers are only told of once somebody listens, which takes a moment to arrive at the browser.
  page.on("filechooser", () => {});
  await open(page, { harder: { ...challenge, title: "Harder", goal: { request: { do: "get", versions: 3 } } } });
  assert.deepEqual(await accessibilityViolations(page), []);
  const focused = () => page.evaluate(() => document.activeElement.labels?.[0]?.innerText.trim() ?? document.activeElement.innerText.trim());
  const tabTo = async (name) => {
    for (let presses = 0; presses < 20 && (await focused()) !== name; presses++) await page.keyboard.press("Tab");
    assert.equal(await focused(), name);
  };
  const chosen = async (name, paths) => {
    await tabTo(name);
    const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.keyboard.press("Enter")]);
    await chooser.setFiles(paths);
  };
  await chosen("Choose files …", files.slice(10).map(({ file }) => join(folder, file)));
  await status(page, "0 of 10 solved, 10 altered");
  assert.ok((await cells(page))[9][7].includes("another version of this challenge"));

  await page.locator("body").focus();
  await chosen("Open a challenge’s file …", [own]);
  await status(page, "7 of 10 solved, 0 altered, 1 group of equal histories.");
  assert.equal(await page.locator("#chosen").innerText(), "Graded for “Two siblings” of own.json.");
  assert.equal(await page.getByLabel("Challenge", { exact: true }).inputValue(), "own");
  await tabTo("Save as CSV");
  const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
  assert.match(await readFile(await download.path(), "utf8"), /^file,name,challenge,solved/);
  await tabTo("Equal: group 1");
  await page.keyboard.press("Enter");
  assert.match(page.url(), /#group-1$/);

  await page.getByLabel("Challenge", { exact: true }).selectOption("Harder");
  await status(page, "0 of 10 solved, 10 altered");
});

pageTest("many files can be cancelled, and graded again", { ...still, path: null }, async (page) => {
  await open(page);
  await page.evaluate((text) => {
    const dataTransfer = new DataTransfer();
    for (let number = 0; number < 3_000; number++) dataTransfer.items.add(new File([text], `${String(number).padStart(4, "0")}.json`));
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
  }, files[19].text);
  const cancel = page.getByRole("button", { name: "Cancel" });
  await cancel.focus({ timeout: 60_000 });
  await status(page, "Grading 3,000 files …");
  await page.waitForFunction(() => document.querySelector("progress").value > 0);
  await page.keyboard.press("Enter");
  await status(page, /^Cancelled after [\d,]+ of 3,000 files\. /);
  const lines = await page.locator("tbody tr").count();
  assert.ok(lines > 0 && lines < 3_000, `${lines} rows`);
  assert.match(await page.locator("caption").innerText(), /^Grades of the first [\d,]+ files?$/);
  assert.ok(await page.getByRole("button", { name: "Grade again" }).evaluate((button) => button === document.activeElement));
  await page.keyboard.press("Enter");
  await cancel.waitFor();
  await drop(page, join(folder, files[19].file));
  await status(page, "1 of 1 solved, 0 altered.");
  assert.equal(await page.locator("tbody tr").count(), 1, "what was chosen last is shown");
});

pageTest("what is wrong with the challenge is said, and it reads well on a phone", { ...still, path: null, width: 390, height: 844 }, async (page) => {
  await open(page);
  const wrong = join(room, "wrong.json");
  await writeFile(wrong, JSON.stringify({ ...challenge, goal: { agree: 7 } }));
  await page.getByLabel("Choose files …").setInputFiles([join(folder, files[18].file), join(folder, files[19].file)]);
  await status(page, "2 of 2 solved");
  await page.getByLabel("Open a challenge’s file …").setInputFiles(wrong);
  await page.getByRole("alert").filter({ hasText: "wrong.json is no challenge that can be graded for. goal.agree: got 7" }).waitFor();
  assert.equal(await page.locator("table").isVisible(), false, "grades of another challenge are gone");
  await page.getByLabel("Open a challenge’s file …").setInputFiles(join(folder, files[18].file));
  await page.getByRole("alert").filter({ hasText: `No challenge: ${files[18].file}.` }).waitFor();
  await page.getByLabel("Challenge", { exact: true }).selectOption("Two siblings");
  await status(page, "2 of 2 solved");
  assert.equal(await page.getByRole("alert").count(), 0);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing is wider than the phone");
  assert.deepEqual(await accessibilityViolations(page), []);
  assert.equal(await page.getByRole("columnheader").count(), 8);
});

pageTest("without the engine of the package that of the page does it, and without both it is said", { ...still, path: null, mayComplain: true }, async (page) => {
  await page.route("**/npm/*", (route) => route.abort());
  await open(page);
  await page.getByLabel("Choose files …").setInputFiles(join(folder, files[19].file));
  await status(page, "1 of 1 solved");
  await page.route("**/ringside.js*", (route) => route.abort());
  await page.reload();
  await status(page, "The engine could not be loaded.");
  await page.getByRole("alert").filter({ hasText: "Is the network there? Then load this page again." }).waitFor();
});
