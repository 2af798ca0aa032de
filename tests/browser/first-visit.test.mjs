// Somebody who comes for the first time, and does not open the help.

import assert from "node:assert/strict";

import { accessibilityViolations, stageTest } from "./stage.mjs";

const still = { reducedMotion: "reduce" };

const button = (page, name) => page.getByRole("button", { name, exact: true });
const sentence = (page) => page.locator(".saying > p[aria-live]");
const playing = (page) => button(page, "Pause").count();

stageTest("from an empty storage to a partition with siblings in at most 12 presses", still, async (page) => {
  assert.equal(await page.evaluate(() => localStorage.length === 0 || !JSON.stringify(localStorage).includes("step ")), true);
  let presses = 0;
  const press = async (thing) => {
    presses += 1;
    await thing.click();
  };
  const next = page.getByRole("button", { name: /^Next: / });
  await press(button(page, "Where does it go?"));
  await press(button(page, "To the end"));
  assert.match(await page.getByRole("group", { name: "Watch a story" }).innerText(), /a stroke across the ring: it cuts the network/);
  const { room, taken } = await page.locator(".column.do").evaluate((column) => ({ room: column.clientHeight, taken: column.scrollHeight }));
  assert.ok(taken <= room, `at 1280×720 the column holds the stories and all below them: ${taken} in ${room}`);
  await press(button(page, "A cart in a partition"));
  const told = [];
  while (!/gets 2 siblings/.test(await sentence(page).textContent())) {
    assert.ok(presses < 12, `after ${presses} presses: ${told.join(" | ")}`);
    if ((await next.innerText()) === "Next: Alice puts the union of both") {
      await press(button(page, "To the end"));
      continue;
    }
    told.push(await next.innerText());
    await press(next);
    // What the press did is told at once, step by step.
    assert.match(await page.locator(".step-words").innerText(), /^Step \d+ of \d+/);
  }
  assert.ok(presses <= 12, `${presses} presses`);
  assert.deepEqual(told.map((words) => words.replace("Next: ", "")), [
    "Bob gets “cart-deborah”",
    "a wall cuts Alice from Bob",
    "Alice puts “milk,bread”",
    "Bob puts “milk,eggs”",
    "the wall goes",
    "Alice gets “cart-deborah”",
  ]);
  await button(page, "Back").click();
  assert.doesNotMatch(await sentence(page).textContent(), /gets 2 siblings/, "it can be stepped");
  assert.deepEqual(await accessibilityViolations(page), []);
  // What was done can be undone, act by act, and the first ring is never far.
  assert.equal(await button(page, "Undo").getAttribute("title"), "Undo: Alice gets “cart-deborah” (U)");
  await button(page, "Undo").click();
  assert.equal(await next.innerText(), "Next: Alice gets “cart-deborah”");
  await button(page, "Reset").click();
  assert.match(await sentence(page).textContent(), /Which of them keep “cart-deborah”/);
});

stageTest("after a click Space plays and pauses, after Tab it presses, and Escape leaves a field", {}, async (page) => {
  const steps = async () => Number((await page.locator(".step-words").innerText()).match(/of (\d+)/)[1]);
  await button(page, "Put and get").click();
  await button(page, "Put").click();
  const once = await steps();
  assert.equal(await playing(page), 1);
  await page.keyboard.press("Space");
  assert.equal(await playing(page), 0);
  await page.keyboard.press("Space");
  assert.deepEqual([await playing(page), await steps()], [1, once], "no second put");
  await page.keyboard.press("Space");
  await button(page, "Get").focus();
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  assert.ok((await steps()) !== once || (await page.locator(".fork-note").innerText()) !== "", "the get was asked");
  await page.getByLabel("Value", { exact: true }).focus();
  await page.keyboard.press("Escape");
  assert.equal(await page.evaluate(() => document.activeElement === document.body), true);
});

stageTest("an address with only a theme has the first view, and its theme wins over what the tab kept", { path: "/?theme=dark" }, async (page) => {
  const theme = () => page.evaluate(() => document.documentElement.dataset.theme);
  assert.deepEqual([await page.evaluate(() => document.documentElement.dataset.opens), await theme()], ["first-view", "dark"]);
  await page.getByLabel("Look", { exact: true }).selectOption("Projector");
  await page.waitForFunction(() => JSON.stringify(localStorage).includes("theme=projector"));
  await page.reload();
  await page.waitForFunction(() => globalThis.ringsideStands);
  assert.equal(await theme(), "projector", "a reload goes on with what was chosen");
  await page.goto(page.url().replace("theme=dark", "theme=light"));
  await page.waitForFunction(() => globalThis.ringsideStands);
  assert.equal(await theme(), "light", "another address asks for another theme");
});
