// A put and a get, message by message, forward and back.

import assert from "node:assert/strict";

import { stageTest } from "./stage.mjs";

const still = { reducedMotion: "reduce" };

const sentence = (page) => page.locator(".sentence");
const button = (page, name) => page.getByRole("button", { name, exact: true });

async function openRequests(page) {
  await button(page, "Put and get").click();
}

/** Asks, and stops at the first step. */
async function ask(page, name) {
  await button(page, name).click();
  await button(page, "Pause").click();
}

/** Everything that is seen and heard, as text. */
async function picture(page) {
  const drawn = await page.locator(".page").evaluate((element) => element.outerHTML);
  return `${await page.locator(".page").ariaSnapshot()}\n${drawn}`;
}

async function shown(page) {
  const [, step, last] = (await page.locator(".step-words").innerText()).match(/Step (\d+) of (\d+)/);
  return { step: Number(step), last: Number(last) };
}

async function stepsForward(page) {
  const pictures = [await picture(page)];
  const { step, last } = await shown(page);
  for (let next = step + 1; next <= last; next++) {
    await page.keyboard.press("ArrowRight");
    await page.getByText(`Step ${next} of ${last}`).waitFor();
    pictures.push(await picture(page));
  }
  return pictures;
}

stageTest("a put steps forward and back to the same picture at every step", still, async (page) => {
  await openRequests(page);
  await ask(page, "Put");
  await page.locator("h1").click();
  const forward = await stepsForward(page);
  assert.ok(forward.length >= 7, `${forward.length} steps`);
  assert.equal(new Set(forward).size, forward.length, "every step looks different");
  for (let step = forward.length - 1; step > 0; step--) {
    assert.equal(await picture(page), forward[step], `step ${step + 1}, on the way back`);
    await page.keyboard.press("ArrowLeft");
    await page.getByText(`Step ${step} of ${forward.length}`).waitFor();
  }
  assert.equal(await picture(page), forward[0]);
  assert.deepEqual(await stepsForward(page), forward, "and forward once more");
});

stageTest("with motion, going back shows what going forward ended in", { reducedMotion: "no-preference" }, async (page) => {
  await openRequests(page);
  await page.getByRole("combobox", { name: "Speed" }).selectOption("8×");
  await ask(page, "Put");
  await page.locator("h1").click();
  const settled = () => page.locator('.page[data-moving="no"]').waitFor();
  await page.keyboard.press("ArrowRight");
  await page.getByText("Step 2 of").waitFor();
  await settled();
  const second = await picture(page);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowLeft");
  assert.equal(await picture(page), second, "a flight that is called off leaves no trace");
});

stageTest("a put and a get: who does what, and what is counted", still, async (page) => {
  await openRequests(page);
  await page.getByRole("textbox", { name: "Value" }).fill("oat milk");
  await ask(page, "Put");
  assert.match(await sentence(page).textContent(), /^Alice asks [A-E] to put “cart-deborah”/);
  const flying = page.getByRole("list", { name: "Messages in flight" }).getByRole("listitem");
  assert.match(await flying.first().textContent(), /^put-request from Alice to [A-E]/);
  await button(page, "To the end").click();
  assert.equal(await flying.count(), 0);
  assert.match(await page.locator(".centre").textContent(), /2 of 2copies writtendone/);
  const copies = await page.getByRole("list", { name: "Copies of “cart-deborah”" }).getByRole("listitem").allInnerTexts();
  assert.equal(copies.length, 3);
  for (const copy of copies) assert.match(copy.replaceAll(/\s+/g, " "), /“oat milk” \[[A-E],1\]/);

  await button(page, "Bob").click();
  await ask(page, "Get");
  assert.match(await sentence(page).textContent(), /^Bob asks [A-E] to get “cart-deborah”/);
  const said = [];
  const { step, last } = await shown(page);
  for (let next = step + 1; next <= last; next++) {
    await button(page, "Step").click();
    await page.getByText(`Step ${next} of ${last}`).waitFor();
    said.push(await sentence(page).textContent());
  }
  assert.ok(said.some((words) => /Bob gets “oat milk”/.test(words)), said.join("\n"));
});

/** What every step on to the end shows. */
async function eachStep(page, see) {
  const seen = [await see()];
  const { step, last } = await shown(page);
  for (let next = step + 1; next <= last; next++) {
    await page.keyboard.press("ArrowRight");
    await page.getByText(`Step ${next} of ${last}`).waitFor();
    seen.push(await see());
  }
  return seen;
}

stageTest("copies are counted against W and answers against R, one after the other, as they arrive", still, async (page) => {
  const centre = page.locator(".centre");
  const count = async () => {
    const words = await centre.locator(".centre-large, .centre-note").allTextContents();
    const dots = await centre.locator(".count-dot:not(.beyond) .mark-letter").allTextContents();
    return { words: words.join(" "), letters: dots.filter((letter) => letter !== "") };
  };
  for (const [asked, letter, what] of [["p", "W", "copies written"], ["g", "R", "answers read"]]) {
    await page.keyboard.press(asked);
    await button(page, "Pause").click();
    const seen = await eachStep(page, count);
    const order = seen.map(({ words }) => words).filter((words, step, all) => words !== all[step - 1]);
    assert.deepEqual(order, [
      `0 of 2 ${what} ${letter} = 2`,
      `1 of 2 ${what} ${letter} = 2`,
      `2 of 2 ${what} two are enough`,
      `2 of 2 ${what} done`,
    ]);
    // Each is filled with the letter of the node that it came from.
    for (const { words, letters } of seen) assert.equal(letters.length, Number(words[0]), words);
    assert.equal(new Set(seen.at(-1).letters).size, 2);
  }
});

stageTest("a message's picture says what it carries, and pointing at it what that is about", still, async (page) => {
  await page.keyboard.press("p");
  await button(page, "Pause").click();
  const flying = () =>
    page.locator(".flight").evaluateAll((all) => all.map((one) => [one.getAttribute("aria-label").match(/^\S+/)[0], one.querySelector(".flight-label").textContent]));
  const carried = new Map((await eachStep(page, flying)).flat());
  await page.keyboard.press("g");
  await button(page, "Pause").click();
  for (const [kind, label] of (await eachStep(page, flying)).flat()) carried.set(kind === "answer" ? "answer to a get" : kind, label);
  assert.deepEqual(Object.fromEntries(carried), {
    "put-request": "put",
    write: "store this",
    "write-ack": "stored",
    answer: "done",
    "get-request": "get",
    read: "versions?",
    "read-answer": "1 version",
    "answer to a get": "1 version",
  });
  await page.keyboard.press("p");
  await button(page, "Pause").click();
  await page.locator(".flight").hover();
  await page.locator(".because.pointed", { hasText: /^put-request from Alice to [A-E]: put\. It is about “cart-deborah”\. It carries “milk”, and the context \[[A-E],1\]\.$/ }).waitFor();
});

stageTest("what asks is said to ask, without a full stop behind the question", still, async (page) => {
  for (const key of ["p", "End", "g"]) await page.keyboard.press(key);
  await button(page, "Pause").click();
  for (let steps = 0; steps < 2; steps++) await page.keyboard.press("ArrowRight");
  await page.locator('.flight[aria-label^="read "]').first().hover();
  await page.locator(".because.pointed", { hasText: /^read from [A-E] to [A-E]: versions\? It is about “cart-deborah”\.$/ }).waitFor();
});

stageTest("a put plays to its end, and a get in mid-flight joins it", { reducedMotion: "no-preference" }, async (page) => {
  await openRequests(page);
  await page.getByRole("combobox", { name: "Speed" }).selectOption("8×");
  await button(page, "Put").click();
  await page.locator('.page[data-moving="yes"]').waitFor();
  await button(page, "Bob").click();
  await button(page, "Get").click();
  await button(page, "Play").waitFor();
  const { step, last } = await shown(page);
  assert.equal(step, last);
  assert.ok(last > 9, `${last} steps`);
});

stageTest("a value above 1 MiB is refused, and nothing is sent", still, async (page) => {
  await openRequests(page);
  await page.getByRole("textbox", { name: "Value" }).fill("x".repeat((1 << 20) + 1));
  await button(page, "Put").click();
  await page.getByText(/value: got 1048577 bytes/).waitFor();
  assert.match(await page.locator(".step-words").innerText(), /Step 0 of/);
});
