// The work of a tab survives a reload, another tab, a browser that stores nothing, and an engine that stops.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

import { accessibilityViolations, stageTest, started } from "./stage.mjs";
import { origin, pageTest } from "./support.mjs";

const still = { reducedMotion: "reduce" };

const button = (page, name) => page.getByRole("button", { name, exact: true });
const stepWords = (page) => page.locator(".step-words").textContent();
// What can be undone is not kept.
const tree = async (page) => (await page.locator("#ringside").ariaSnapshot()).replaceAll(/^.*\bUndo\b.*\n/gm, "");
const notice = (page) => page.locator(".notice");
const stopped = (page) => page.getByRole("dialog", { name: "Ringside has stopped" });

async function putAndEnd(page, value) {
  if (!(await button(page, "Put").isVisible())) await button(page, "Put and get").click();
  await page.getByRole("textbox", { name: "Value", exact: true }).fill(value);
  await button(page, "Put").click();
  await button(page, "To the end").click();
}

/** Waits until the storage holds what the page shows now. */
async function kept(page) {
  const shown = (await stepWords(page)).match(/Step (\d+) of (\d+)/).slice(1).join(" of ");
  await page.waitForFunction((words) => Object.values(localStorage).some((text) => text.includes(`step ${words}`)), shown);
}

stageTest("a reload in mid-history comes back to the same step, and to what was selected", still, async (page) => {
  await putAndEnd(page, "milk");
  await putAndEnd(page, "bread");
  await button(page, "What can go wrong").click();
  await page.getByRole("combobox", { name: "Look", exact: true }).selectOption("Dark");
  for (let presses = 0; presses < 3; presses++) await page.keyboard.press("ArrowLeft");
  await page.evaluate(() => document.activeElement.blur());
  const before = [await stepWords(page), await tree(page)];
  // At once: what was not written yet is written as the page is left.
  await page.reload();
  await started(page);
  assert.deepEqual([await stepWords(page), await tree(page)], before);
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "dark");
  await page.keyboard.press("End");
  assert.match(await stepWords(page), /^Step (\d+) of \1/, "what was to come is still there");
});

stageTest("a page that is left while it starts has not stopped", still, async (page) => {
  await putAndEnd(page, "milk");
  await kept(page);
  const before = await stepWords(page);
  // No timer rings: the page has begun with the work, and gets no further.
  await page.addInitScript(() => {
    const { setTimeout } = globalThis;
    globalThis.setTimeout = (...given) => (localStorage.getItem("stands-still") ? 0 : setTimeout(...given));
  });
  await page.evaluate(() => localStorage.setItem("stands-still", "yes"));
  for (const leave of [() => page.reload({ waitUntil: "commit" }), () => page.goto("about:blank")]) {
    await page.goto(await origin(), { waitUntil: "commit" });
    await page.waitForFunction(() => Object.values(localStorage).some((text) => text.includes('"begins":true')));
    await leave();
  }
  await page.goto(await origin(), { waitUntil: "commit" });
  await page.evaluate(() => localStorage.removeItem("stands-still"));
  await page.goto("about:blank");
  await page.goto(await origin());
  await page.waitForFunction((words) => document.querySelector(".step-words")?.textContent === words, before);
  assert.equal(await stopped(page).count(), 0);
});

/** Waits until the storage holds a text, with the page still open and no field left. */
const keptText = (page, text) =>
  page.waitForFunction((text) => Object.values(localStorage).some((kept) => kept.includes(text)), text, { timeout: 3_000 });

stageTest("what is typed in the lesson editor is kept while the field has the focus", still, async (page) => {
  await button(page, "Lessons").click();
  await button(page, "Make a lesson").click();
  const say = page.getByRole("textbox", { name: "What the class reads", exact: true });
  await say.fill("");
  await say.pressSequentially("Alice writes what nobody");
  await keptText(page, "Alice writes what nobody");
  await say.pressSequentially(" reads.");
  assert.equal(await say.inputValue(), "Alice writes what nobody reads.", "nothing was drawn over it");
  await keptText(page, "Alice writes what nobody reads.");
  await page.reload();
  await started(page);
  assert.equal(await say.inputValue(), "Alice writes what nobody reads.");
});

stageTest("what is typed and not done yet comes back, too, before anything has happened", still, async (page) => {
  const long = "a long value ".repeat(200).trim();
  await button(page, "Put and get").click();
  await page.getByRole("textbox", { name: "Value", exact: true }).fill(long);
  await keptText(page, long);
  await page.reload();
  await started(page);
  assert.equal(await page.getByRole("textbox", { name: "Value", exact: true }).inputValue(), long);
});

stageTest("what passed after all was quiet is there after a reload, and the next command goes on from there", still, async (page) => {
  await putAndEnd(page, "milk");
  await page.getByRole("combobox", { name: "For how long" }).selectOption("10 s");
  await button(page, "Wait: let time pass").click();
  await button(page, "To the end").click();
  const before = await stepWords(page);
  const [, step, ms] = before.match(/Step (\d+) of \d+.*?([\d.,]+) ms/);
  assert.ok(Number(step) > 50, before);
  await page.reload();
  await started(page);
  assert.equal(await stepWords(page), before);
  await putAndEnd(page, "bread");
  await kept(page);
  const given = await page.evaluate(async () => {
    const { Playground } = await import("./ringside.js").then(async (module) => (await module.default(), module));
    const work = Object.values(localStorage).map((text) => JSON.parse(text).work).find((text) => text?.includes("moment"));
    const again = new Playground(JSON.parse(work).moment.scenario);
    return again.run({ until: 1e5 }).filter((event) => event.cause === "command").map((event) => event.time);
  });
  assert.equal(given.length, 3);
  assert.equal(Number(given[2].toFixed(1)), Number(ms.replaceAll(",", "")));
});

/** A link to so many steps of the default cluster, as MessagePack has it. */
function longLink(steps) {
  const text = (word) => [0xa0 | word.length, ...Buffer.from(word)];
  const scenario = [...text("scenario"), 0x81, ...text("ringside"), 1];
  const step = [...text("step"), 0xce, ...[24, 16, 8, 0].map((bits) => (steps >>> bits) & 0xff)];
  return `#1.${Buffer.from([0x82, ...scenario, ...step]).toString("base64url")}`;
}

stageTest("a long history opens in slices, can be called off, and what was there stays", still, async (page) => {
  await putAndEnd(page, "milk");
  const before = await stepWords(page);
  await page.evaluate((link) => (location.hash = link), longLink(900_000));
  await page.getByText(/^Opening …, [\d,]+ of 900,000 steps$/).waitFor();
  assert.deepEqual(await accessibilityViolations(page), []);
  await button(page, "Cancel").click();
  await page.getByText(/^Opening …/).waitFor({ state: "detached" });
  assert.equal(await stepWords(page), before);
  await page.evaluate((link) => (location.hash = link), longLink(20_000));
  await page.waitForFunction(() => /^Step 20,?000 of/.test(document.querySelector(".step-words").textContent));
});

stageTest("work whose opening is called off after a reload is still there after another one", still, async (page) => {
  const isThere = () => /^Step 200,?000 of/.test(document.querySelector(".step-words")?.textContent);
  const there = () => page.waitForFunction(isThere, null, { timeout: 60_000 });
  await page.evaluate((link) => (location.hash = link), longLink(200_000));
  await there();
  await page.waitForFunction(() => Object.values(localStorage).some((text) => text.includes("step 200000 of")));
  await page.reload();
  await button(page, "Cancel").click();
  await page.getByText(/^Opening …/).waitFor({ state: "detached" });
  await page.waitForTimeout(1_500);
  await page.reload();
  await there();
});

stageTest("nothing runs while nothing moves", still, async (page) => {
  await putAndEnd(page, "milk");
  await kept(page);
  const calls = await page.evaluate(async () => {
    let calls = 0;
    const set = Storage.prototype.setItem;
    Storage.prototype.setItem = function (...parts) {
      calls++;
      return set.apply(this, parts);
    };
    await new Promise((done) => setTimeout(done, 1_500));
    return calls;
  });
  assert.equal(calls, 0);
});

stageTest("two tabs keep their own work, and a new one begins afresh with an offer", still, async (page) => {
  await putAndEnd(page, "of the first");
  await kept(page);
  const other = await page.context().newPage();
  await other.goto(await origin());
  await started(other);
  assert.match(await stepWords(other), /^Step 0/, "a new tab begins afresh");
  await notice(other).getByText(/^Last time: step \d+ of \d+\.$/).waitFor();
  assert.deepEqual(await accessibilityViolations(other), []);
  await putAndEnd(other, "of the second");
  await putAndEnd(other, "once more");
  await kept(other);
  assert.equal(await notice(other).count(), 0, "whoever has begun is not asked any more");
  const [first, second] = [await stepWords(page), await stepWords(other)];
  assert.notEqual(first, second);
  await Promise.all([page.reload(), other.reload()]);
  await Promise.all([started(page), started(other)]);
  assert.deepEqual([await stepWords(page), await stepWords(other)], [first, second]);

  const third = await page.context().newPage();
  await third.goto(await origin());
  await started(third);
  const offered = (await notice(third).innerText()).match(/step \d+ of \d+/)[0];
  await notice(third).getByRole("button", { name: "Go on from there" }).click();
  await third.waitForFunction((words) => document.querySelector(".step-words")?.textContent.toLowerCase().startsWith(words), offered);
});

stageTest("a copy of a tab does not write over the tab that it is a copy of", still, async (page) => {
  await putAndEnd(page, "milk");
  await kept(page);
  const own = await page.evaluate(() => sessionStorage.getItem("ringside-tab"));
  const copy = await page.context().newPage();
  // What a browser does that duplicates a tab.
  await copy.addInitScript((name) => sessionStorage.getItem("ringside-tab") ?? sessionStorage.setItem("ringside-tab", name), own);
  await copy.goto(await origin());
  await started(copy);
  assert.equal(await stepWords(copy), await stepWords(page), "it shows the same");
  await putAndEnd(copy, "bread");
  await kept(copy);
  assert.notEqual(await copy.evaluate(() => sessionStorage.getItem("ringside-tab")), own);
  const before = await stepWords(page);
  await page.reload();
  await started(page);
  assert.equal(await stepWords(page), before);
});

for (const [name, deny] of [
  ["denied", () => Object.defineProperty(globalThis, "localStorage", { get: () => { throw new DOMException("denied", "SecurityError"); } })],
  ["full", () => { Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); }; }],
]) {
  pageTest(`where storage is ${name}, the page says so once and goes on`, { ...still, path: null }, async (page) => {
    await page.addInitScript(deny);
    await page.goto(await origin());
    await started(page);
    await putAndEnd(page, "milk");
    await notice(page).getByText(/^This browser keeps nothing for this page\./).waitFor();
    await notice(page).getByRole("button", { name: "Close" }).click();
    await putAndEnd(page, "bread");
    await page.waitForTimeout(900);
    assert.equal(await notice(page).count(), 0, "it is said once");
    assert.match(await stepWords(page), /^Step \d+ of \d+/);
  });
}

/** Fills the storage: with what a closed tab and an open one kept, and with what is somebody else's, so that so much is left. */
async function fill(page, { closed, left }) {
  await page.evaluate(async ({ closed, left }) => {
    const work = (length) => JSON.stringify({ work: JSON.stringify({ words: "step 1 of 1", filler: "x".repeat(length) }), at: 1 });
    localStorage.setItem("ringside-work-closed", work(closed));
    localStorage.setItem("ringside-work-open", work(10_000));
    navigator.locks.request("ringside-work-open", () => new Promise(() => {}));
    localStorage.setItem("of-somebody-else", "");
    let length = 0;
    for (let more = 1 << 22; more >= 1; more = more >> 1) {
      try {
        localStorage.setItem("of-somebody-else", "x".repeat(length + more));
        length += more;
      } catch {
        // Half of it may fit.
      }
    }
    localStorage.setItem("of-somebody-else", "x".repeat(length - left));
  }, { closed, left });
}

const names = (page) => page.evaluate(() => Object.keys(localStorage).filter((name) => /-(open|closed)$/.test(name)).sort());

stageTest("what a closed tab kept makes room, what an open one keeps does not", still, async (page) => {
  await fill(page, { closed: 200_000, left: 100 });
  await putAndEnd(page, "milk");
  await kept(page);
  assert.deepEqual(await names(page), ["ringside-work-open"]);
  assert.equal(await notice(page).filter({ hasText: "keeps nothing" }).count(), 0);
});

stageTest("where nothing that is gone would make room enough, it stays", still, async (page) => {
  await fill(page, { closed: 10, left: 100 });
  await putAndEnd(page, "milk");
  await notice(page).getByText(/^This browser keeps nothing for this page\./).waitFor();
  assert.deepEqual(await names(page), ["ringside-work-closed", "ringside-work-open"]);
});

/** Has the page note its work now, as it does when it is left, and not a moment later. */
const seen = (page) => page.evaluate(() => dispatchEvent(new Event("pagehide")));

/**
 * A page whose engine can be stopped: a call out of the engine throws what a trap throws, or what is thrown when no stack is
 * left, in the middle of its work.
 */
async function openMortal(page) {
  // The page takes no script but its own, and is to take this one.
  await page.route(({ pathname }) => pathname === "/", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.text()).replaceAll(/ integrity="[^"]*"/g, "") });
  });
  await page.route("**/ringside.js*", async (route) => {
    const response = await route.fetch();
    const dies = `if (globalThis.dies === "overflow") throw new RangeError("Maximum call stack size exceeded");
      if (globalThis.dies) throw new WebAssembly.RuntimeError("unreachable");`;
    const text = (await response.text()).replaceAll(/(__wbg_setAttribute_\w+: function\([^)]*\) \{)/g, `$1 ${dies}`);
    assert.match(text, /globalThis\.dies/);
    await route.fulfill({ response, body: text });
  });
  await page.goto(await origin());
  await started(page);
}

/** Declares a test of such a page. */
function mortalTest(name, body) {
  pageTest(name, { ...still, path: null, mayComplain: true }, async (page) => {
    await openMortal(page);
    await body(page);
  });
}

async function kill(page, how = true) {
  await page.evaluate((how) => (globalThis.dies = how), how);
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press("ArrowLeft");
  await stopped(page).waitFor();
}

mortalTest("an engine that stops is said so, its scenario can be saved, and the page goes on from there", async (page) => {
  await putAndEnd(page, "milk");
  await kept(page);
  const before = await stepWords(page);
  await kill(page);
  assert.match(await stopped(page).innerText(), /Nothing of it is lost/);
  assert.deepEqual(await accessibilityViolations(page), []);
  await page.keyboard.press("Escape");
  assert.ok(await stopped(page).isVisible(), "there is nothing behind it to go back to");
  const [download] = await Promise.all([page.waitForEvent("download"), button(page, "Save the scenario").click()]);
  const scenario = JSON.parse(await readFile(await download.path(), "utf8"));
  assert.deepEqual([scenario.ringside, scenario.script.map((entry) => entry.value)], [1, ["milk"]]);
  await button(page, "Go on from there").click();
  await page.waitForFunction((words) => document.querySelector(".step-words")?.textContent === words, before);
  await putAndEnd(page, "bread");
});

mortalTest("an engine that has no stack left has stopped, too", async (page) => {
  await putAndEnd(page, "milk");
  await kill(page, "overflow");
});

const deny = (page) =>
  page.addInitScript(() => Object.defineProperty(globalThis, "localStorage", { get: () => { throw new DOMException("denied", "SecurityError"); } }));

/** Without what is said once, and is not said again after a reload. */
const withoutNotes = (tree) => tree.replaceAll(/\n.*status.*/g, "");

for (const storage of ["there is storage", "nothing can be stored"]) {
  mortalTest(`an engine that stops in mid-lesson comes back to the same step, where ${storage}`, async (page) => {
    if (storage === "nothing can be stored") await deny(page);
    const lesson = JSON.parse(await readFile(new URL("../../www/lessons/cart-in-a-partition.json", import.meta.url), "utf8"));
    await page.goto(`${await origin()}/?lesson=cart-in-a-partition&step=${lesson.steps.findIndex(({ predict }) => predict) + 1}`);
    await page.getByRole("radio").first().check();
    await page.locator(".lesson-buttons .primary").click();
    await page.getByText("your prediction").waitFor();
    await seen(page);
    const before = await tree(page);
    await kill(page);
    assert.match(await stopped(page).innerText(), /It was at the lesson .The cart in a partition., step \d+ of \d+\. Nothing of it is lost/);
    await button(page, "Go on from there").click();
    await page.getByText("your prediction").waitFor();
    assert.equal(withoutNotes(await tree(page)), withoutNotes(before));
  });

  mortalTest(`an engine that stops while a lesson is made comes back with it, where ${storage}`, async (page) => {
    if (storage === "nothing can be stored") await deny(page);
    await page.reload();
    await started(page);
    await button(page, "Lessons").click();
    await button(page, "Make a lesson").click();
    await page.locator(".writing summary").first().click();
    await page.getByRole("textbox", { name: "Title", exact: true }).fill("Our own lesson");
    await putAndEnd(page, "milk");
    await seen(page);
    await kill(page);
    const [download] = await Promise.all([page.waitForEvent("download"), button(page, "Save the lesson").click()]);
    const lesson = JSON.parse(await readFile(await download.path(), "utf8"));
    assert.deepEqual([lesson.title, lesson.steps[0].do.length], ["Our own lesson", 1]);
    await button(page, "Go on from there").click();
    await page.getByRole("region", { name: "Your lesson" }).waitFor();
    await page.locator(".writing summary").first().click();
    assert.equal(await page.getByRole("textbox", { name: "Title", exact: true }).inputValue(), "Our own lesson");
    assert.equal(await page.getByRole("list", { name: "What is done" }).getByRole("listitem").count(), 1);
  });
}

mortalTest("an engine that stops where nothing can be stored goes on from the same step", async (page) => {
  await deny(page);
  await page.reload();
  await started(page);
  await putAndEnd(page, "milk");
  for (let presses = 0; presses < 3; presses++) await page.keyboard.press("ArrowLeft");
  await seen(page);
  const before = await stepWords(page);
  await kill(page);
  await button(page, "Go on from there").click();
  await page.waitForFunction((words) => document.querySelector(".step-words")?.textContent === words, before);
});

mortalTest("a frame that stops goes on, and leaves nothing behind that others would stumble over", async (page) => {
  await page.goto(`${await origin()}/?embed`);
  await started(page);
  for (const key of ["p", "End"]) await page.keyboard.press(key);
  await page.waitForFunction(() => document.querySelector(".step-words").textContent.startsWith("Step 7 of 7"));
  await seen(page);
  await kill(page);
  await button(page, "Go on from there").click();
  await page.waitForFunction(() => document.querySelector(".step-words")?.textContent.startsWith("Step 7 of 7"));
  assert.deepEqual(await page.evaluate(() => Object.keys(localStorage).filter((name) => name.startsWith("ringside-work-"))), []);
  const other = await page.context().newPage();
  await other.goto(`${await origin()}/?embed`);
  await started(other);
  assert.match(await stepWords(other), /^Step 0/);
});

mortalTest("an engine that does not survive the start with a work does not try again by itself", async (page) => {
  await putAndEnd(page, "milk");
  await kept(page);
  await page.addInitScript(() => (globalThis.dies = sessionStorage.getItem("lives") === null));
  await page.reload();
  await stopped(page).waitFor();
  await page.reload();
  await stopped(page).waitFor();
  assert.match(await stopped(page).innerText(), /It was at step \d+ of \d+/);
  await page.evaluate(() => sessionStorage.setItem("lives", "yes"));
  await button(page, "Start afresh").click();
  await started(page);
  assert.match(await stepWords(page), /^Step 0/);
});
