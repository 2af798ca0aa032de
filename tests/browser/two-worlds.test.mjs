// Two worlds side by side: the same commands to both, one film, and where they part.

import assert from "node:assert/strict";

import { keyboard } from "./input-methods.mjs";
import { accessibilityViolations, stageTest } from "./stage.mjs";

const still = { reducedMotion: "reduce" };

const button = (page, name) => page.getByRole("button", { name, exact: true });
const beside = (page) => page.getByRole("combobox", { name: /^Beside it/ });
const world = (page, name) => page.getByRole("region", { name, exact: true });
const said = (page, name) => world(page, name).locator(".sentence").textContent();
const partings = (page) => page.getByRole("region", { name: "Where they differ" });
const blur = (page) => page.evaluate(() => document.activeElement.blur());

async function atEnd(page) {
  await blur(page);
  await page.keyboard.press("End");
}

async function crashThree(page) {
  await button(page, "What can go wrong").click();
  for (const name of ["C", "D", "E"]) await button(page, `Crash ${name}, its disk stays`).click();
}

async function put(page) {
  await blur(page);
  await page.keyboard.press("p");
  await atEnd(page);
}

stageTest("strict beside sloppy with three homes down: one put is done, the other fails, and the page says where", still, async (page) => {
  await beside(page).selectOption("strict quorum");
  await crashThree(page);
  await put(page);
  assert.match(await partings(page).textContent(), /First difference: step \d+/);
  assert.match(await partings(page).textContent(), /Left: Alice hears that the put is done.*Right: Alice.s put failed/s);
  await button(page, "Go there: first other answer").click();
  assert.match(await said(page, "Sloppy quorum"), /Alice hears that the put is done/);
  await atEnd(page);
  assert.match(await said(page, "Strict quorum"), /put failed/);

  const [left, right] = [await said(page, "Sloppy quorum"), await said(page, "Strict quorum")];
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  assert.notDeepEqual([await said(page, "Sloppy quorum"), await said(page, "Strict quorum")], [left, right]);
  await atEnd(page);
  assert.deepEqual([await said(page, "Sloppy quorum"), await said(page, "Strict quorum")], [left, right], "and back to the same");

  await button(page, "Back to one world").click();
  assert.equal(await page.getByRole("region", { name: "Strict quorum" }).count(), 0);
  assert.equal(await page.locator(".sentence").count(), 1);
  assert.equal(await page.locator(".sentence").textContent(), left, "the first world is where it was");
});

stageTest("what a setting cannot matter to is the same in both, when it is played again too", still, async (page) => {
  await put(page);
  await put(page);
  await beside(page).selectOption("R = 1");
  await atEnd(page);
  assert.match(await partings(page).textContent(), /So far the same happens in both/);
  assert.equal(await partings(page).getByText("First difference").count(), 0);
});

stageTest("both worlds are stepped together: forward, and back through the same", still, async (page) => {
  await beside(page).selectOption("strict quorum");
  await crashThree(page);
  await put(page);
  await page.keyboard.press("Home");
  const words = () => page.locator(".step-words").textContent();
  const last = Number((await words()).match(/of (\d+)/)[1]);
  const both = async () => [await said(page, "Sloppy quorum"), await said(page, "Strict quorum")];
  const seen = [await both()];
  for (let step = 1; step <= last; step++) {
    await page.keyboard.press("ArrowRight");
    await page.getByText(`Step ${step} of ${last}`).waitFor();
    seen.push(await both());
  }
  const moves = seen.slice(1).map(([left, right], step) => [left !== seen[step][0], right !== seen[step][1]]);
  assert.ok(moves.every(([left, right]) => left || right), "no step in which nothing happens");
  // The operator's crashes and Alice's put come to both at once; then each goes its own way.
  for (const step of [0, 1, 2, 3]) assert.deepEqual(moves[step], [true, true], seen[step + 1].join(" / "));
  for (const one of [0, 1]) assert.ok(moves.slice(4).some((move) => move[one]), `world ${one + 1} goes on by itself`);
  assert.ok(moves.some(([left, right]) => left !== right), "and not everything happens in both");
  for (let step = last; step > 0; step--) {
    assert.deepEqual(await both(), seen[step], `step ${step}, on the way back`);
    await page.keyboard.press("ArrowLeft");
    await page.getByText(`Step ${step - 1} of ${last}`).waitFor();
  }
  assert.deepEqual(await both(), seen[0]);
});

stageTest("whatever is chosen beside it is a second world, and is given the same commands", still, async (page) => {
  const options = await beside(page).locator("option").allTextContents();
  assert.equal(options[0], "nothing");
  assert.ok(options.length > 10, options.join(", "));
  const stored = (side) => page.locator(`.world.${side} .seat [aria-label*="stores “milk”"]`).count();
  await button(page, "Scenario").click();
  for (const option of options.slice(1)) {
    await beside(page).selectOption(option);
    const titles = page.locator(".world > h2");
    await titles.last().getByText(option[0].toUpperCase() + option.slice(1), { exact: true }).waitFor();
    assert.equal(await titles.count(), 2);
    assert.notEqual(await titles.first().textContent(), await titles.last().textContent(), option);
    await put(page);
    assert.equal(await stored("left"), 3, option);
    if (option !== "hash mod nodes") {
      const copies = Number(option.match(/^N = (\d)/)?.[1] ?? 3);
      assert.equal(await stored("right"), copies, option);
      assert.doesNotMatch(await page.locator(".world.right .sentence").textContent(), /^Refused/, option);
    }
    assert.deepEqual((await page.getByRole("alert").allTextContents()).filter((words) => words !== ""), [], option);
    await button(page, "Back to one world").click();
    await button(page, "Start anew").click();
  }
});

stageTest("two worlds by keyboard alone", still, async (page) => {
  await tabInto(page, beside(page));
  await page.keyboard.type("strict");
  await keyboard.press(page, "What can go wrong");
  for (const name of ["C", "D", "E"]) await keyboard.press(page, `Crash ${name}, its disk stays`);
  await put(page);
  await keyboard.press(page, "Go there: first other answer");
  assert.match(await said(page, "Sloppy quorum"), /Alice hears that the put is done/);
  await atEnd(page);
  assert.match(await said(page, "Strict quorum"), /put failed/);
  await keyboard.press(page, "Back to one world");
  assert.equal(await page.getByRole("region", { name: "Strict quorum" }).count(), 0);
});

/** Goes on with Tab until this has the focus. */
async function tabInto(page, thing) {
  for (let presses = 0; presses < 160; presses++) {
    await page.keyboard.press("Tab");
    if (await thing.evaluate((one) => one === document.activeElement)) return;
  }
  assert.fail("Tab never reached it");
}

stageTest("what happened before is played again in the second world, and last write wins loses a sibling", still, async (page) => {
  await page.keyboard.press("p");
  await page.getByRole("button", { name: "To the end" }).dispatchEvent("click");
  await page.keyboard.press("c");
  await page.keyboard.press("p");
  await atEnd(page);
  await beside(page).selectOption("last write wins");
  await blur(page);
  await page.keyboard.press("g");
  await atEnd(page);
  assert.match(await world(page, "Dotted versions").textContent(), /2 siblings/);
  assert.doesNotMatch(await world(page, "Last write wins").textContent(), /siblings/);
  assert.match(await partings(page).textContent(), /First difference/);
});

stageTest("the ring beside hash mod nodes: what a join moves in each", still, async (page) => {
  await beside(page).selectOption("hash mod nodes");
  await button(page, "The cluster").click();
  await page.keyboard.press("Escape");
  await blur(page);
  await page.keyboard.press("p");
  await atEnd(page);
  await button(page, "Add").click();
  await blur(page);
  await atEnd(page);
  const words = await world(page, "Hash mod nodes").textContent();
  const [, ring, modulo] = words.match(/(\d+) keys of 200 have another first node on the ring, and (\d+) by hash mod nodes/);
  assert.ok(Number(ring) > 0 && Number(ring) < 70 && Number(modulo) > 130, words);
});

for (const theme of ["light", "dark", "projector"]) {
  stageTest(`two worlds are in nobody's way: ${theme}`, { ...still, path: `/?theme=${theme}` }, async (page) => {
    await beside(page).selectOption("strict quorum");
    await crashThree(page);
    await put(page);
    assert.deepEqual(await accessibilityViolations(page), []);
    const scrolls = await page.evaluate(() => document.scrollingElement.scrollHeight > document.scrollingElement.clientHeight + 1);
    assert.equal(scrolls, false);
  });
}

stageTest("on a phone the worlds stand one above the other", { ...still, width: 390, height: 844, hasTouch: true }, async (page) => {
  await page.keyboard.press("p");
  await beside(page).selectOption("strict quorum");
  await atEnd(page);
  const left = await world(page, "Sloppy quorum").boundingBox();
  const right = await world(page, "Strict quorum").boundingBox();
  assert.ok(right.y >= left.y + left.height - 1);
  assert.ok((await page.evaluate(() => document.scrollingElement.scrollWidth)) <= 390);
});
