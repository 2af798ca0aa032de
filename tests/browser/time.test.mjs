// Time: paces, the space-time diagram, letting time pass, and the futures that are left when the past is changed.

import assert from "node:assert/strict";

import { keyboard, mouse } from "./input-methods.mjs";
import { stageTest, started, violationsInEachLook } from "./stage.mjs";
import { origin } from "./support.mjs";

const still = { reducedMotion: "reduce" };

const button = (page, name) => page.getByRole("button", { name, exact: true });
const slider = (page) => page.getByRole("slider", { name: "Step" });
const sentence = (page) => page.locator(".sentence").textContent();
const diagram = (page) => page.getByRole("region", { name: "Space-time diagram" });
const steps = (page) => diagram(page).getByRole("list", { name: "Steps" });
const futures = (page) => page.getByRole("list", { name: "Futures" }).getByRole("listitem");

async function shown(page) {
  const [, step, last] = (await page.locator(".step-words").textContent()).match(/Step (\d+) of (\d+)/);
  return { step: Number(step), last: Number(last) };
}

/** Asks, and stops at the first step. */
async function ask(page, name) {
  await button(page, name).click();
  await button(page, "Pause").click();
}

/** A put by Alice and a get by Bob, shown at the start; the focus is nowhere. */
async function putAndGet(page) {
  await button(page, "Put and get").click();
  await ask(page, "Put");
  await button(page, "To the end").click();
  await button(page, "Bob").click();
  await ask(page, "Get");
  await button(page, "To the start").click();
  await page.locator("h1").click();
}

/** Everything that is seen and heard, as text. */
async function picture(page) {
  const drawn = await page.locator(".page").evaluate((element) => {
    // In which order attributes were set makes no other picture.
    const attributes = (one) => [...one.attributes].map(({ name, value }) => ` ${name}="${value}"`).sort().join("");
    const written = (node) => (node.tagName ? `<${node.tagName}${attributes(node)}>${[...node.childNodes].map(written).join("")}` : node.data);
    return written(element);
  });
  return `${await page.locator(".page").ariaSnapshot()}\n${drawn}`;
}

stageTest("forward, back and by jumps, each step is the same picture", still, async (page) => {
  await putAndGet(page);
  await button(page, "Diagram").click();
  await page.locator("h1").click();
  const forward = [];
  for (let { step, last } = await shown(page); ; { step, last } = await shown(page)) {
    forward.push([step, await picture(page)]);
    if (step === last) break;
    await page.keyboard.press("ArrowRight");
    await page.getByText(`Step ${step} of`).waitFor({ state: "detached" });
  }
  assert.ok(forward.length > 15, `${forward.length} steps`);
  for (const [step, seen] of forward.toReversed()) {
    assert.equal((await shown(page)).step, step, "going back stops where going forward did");
    assert.equal(await picture(page), seen, `step ${step}, on the way back`);
    await page.keyboard.press("ArrowLeft");
  }
  for (const [step, seen] of [forward.at(-1), forward[1], forward.at(-2), forward[0]]) {
    await slider(page).evaluate((input, value) => {
      input.value = value;
      input.dispatchEvent(new InputEvent("input", { bubbles: true }));
    }, String(step));
    await page.getByText(`Step ${step} of`).first().waitFor();
    assert.equal(await picture(page), seen, `step ${step}, by a jump`);
  }
  await page.getByRole("combobox", { name: "A step is" }).selectOption("an operation");
  await page.locator("h1").click();
  await page.keyboard.press("ArrowRight");
  await page.getByText(/Alice hears that the put is done/).first().waitFor();
});

stageTest("by mouse alone: back and forward and with the slider, each step is the same picture", still, async (page) => {
  await putAndGet(page);
  const { last } = await shown(page);
  // What is pointed at is outlined: the mouse stays where it is while pictures are compared.
  const press = async (name) => {
    await button(page, name).click();
    await page.mouse.move(2, 2);
  };
  const seen = [];
  for (let step = 0; step <= last; step++) {
    await page.getByText(`Step ${step} of`).first().waitFor();
    seen.push(await page.locator(".page").ariaSnapshot());
    if (step < last) await press("Step");
  }
  assert.equal(new Set(seen).size, last + 1, "every step is another picture");
  for (let step = last - 1; step >= 0; step--) {
    await press("Back");
    await page.getByText(`Step ${step} of`).first().waitFor();
    assert.equal(await page.locator(".page").ariaSnapshot(), seen[step], `step ${step}, on the way back`);
  }
  const box = await slider(page).boundingBox();
  for (const part of [0.7, 0.3, 0.5]) {
    await page.mouse.click(box.x + box.width * part, box.y + box.height / 2);
    await page.mouse.move(2, 2);
    await page.getByText("Step 0 of").first().waitFor({ state: "detached" });
    const { step } = await shown(page);
    assert.ok(step > 0 && step < last, `step ${step}`);
    // The slider has the focus now, and says so: all but that is as it was.
    await page.evaluate(() => document.activeElement.blur());
    assert.equal(unfocused(await page.locator(".page").ariaSnapshot()), unfocused(seen[step]), `step ${step}, by the slider`);
  }
});

/** A picture without who has the focus. */
const unfocused = (picture) => picture.replaceAll(" [active]", "");

/** From before anything of the page runs: its frames come when the test says so, 20 ms of its time after each other. */
const framesByHand = (page) =>
  page.addInitScript(() => {
    const real = [globalThis.requestAnimationFrame, globalThis.cancelAnimationFrame];
    const waiting = new Map();
    let [number, now] = [0, 0];
    globalThis.requestAnimationFrame = (frame) => {
      waiting.set(++number, frame);
      return number;
    };
    globalThis.cancelAnimationFrame = (number) => waiting.delete(number);
    globalThis.letFramesPass = async (count) => {
      for (; count > 0; count--) {
        now += 20;
        const due = [...waiting.values()];
        waiting.clear();
        for (const frame of due) frame(now);
        await new Promise((drawn) => setTimeout(drawn));
      }
    };
    globalThis.letFramesBe = () => ([globalThis.requestAnimationFrame, globalThis.cancelAnimationFrame] = real);
  });

stageTest("speeds go from a quarter to eight times, and messages fly as much slower and faster", { reducedMotion: "no-preference" }, async (page) => {
  await framesByHand(page);
  await page.reload();
  await button(page, "Put and get").click();
  const speed = page.getByRole("combobox", { name: "Speed" });
  assert.deepEqual(await speed.locator("option").allTextContents(), ["0.25×", "0.5×", "1×", "2×", "4×", "8×"]);
  assert.equal(await speed.inputValue(), "1×");
  await ask(page, "Put");
  const flight = page.locator(".flight.put-request");
  const at = () => flight.evaluate((one) => [one.getBoundingClientRect().x, one.getBoundingClientRect().y]);
  /** How far the first message flies in so many frames; nothing if it has arrived by then. */
  const flies = async (chosen, frames) => {
    await speed.selectOption(chosen);
    await slider(page).fill("1");
    const from = await at();
    await button(page, "Step").click();
    await page.locator('.page[data-moving="yes"]').waitFor();
    await page.evaluate((frames) => globalThis.letFramesPass(frames), frames);
    const to = (await flight.count()) > 0 ? await at() : null;
    return to && Math.hypot(to[0] - from[0], to[1] - from[1]);
  };
  const [quarter, one, eight] = [await flies("0.25×", 31), await flies("1×", 31), await flies("8×", 31)];
  assert.ok(quarter > 0 && one > 3 * quarter && one < 5 * quarter, `${quarter} px at a quarter, ${one} px at one`);
  assert.equal(eight, null, "at eight times it has arrived");
  await page.evaluate(() => globalThis.letFramesBe());
});

stageTest("with motion, going back shows what going forward ended in, wherever a flight is called off", { reducedMotion: "no-preference" }, async (page) => {
  await framesByHand(page);
  await page.reload();
  await button(page, "Put and get").click();
  await ask(page, "Put");
  await page.getByRole("combobox", { name: "Speed" }).selectOption("8×");
  await slider(page).fill("1");
  await button(page, "Step").click();
  await page.evaluate(() => globalThis.letFramesPass(40));
  await page.getByText("Step 2 of").waitFor();
  await slider(page).focus();
  const second = await picture(page);
  for (const frames of [1, 2, 4, 8, 16]) {
    await button(page, "Step").click();
    await page.locator('.page[data-moving="yes"]').waitFor();
    await page.evaluate((frames) => globalThis.letFramesPass(frames), frames);
    await button(page, "Back").click();
    await page.locator('.page[data-moving="no"]').waitFor();
    await slider(page).focus();
    assert.equal(await picture(page), second, `after ${frames} frames, a flight that is called off leaves no trace`);
  }
  await page.evaluate(() => globalThis.letFramesBe());
});

for (const reducedMotion of ["reduce", "no-preference"]) {
  const how = reducedMotion === "reduce" ? "in steps, with nothing that moves between them" : "in motion";
  stageTest(`a put is played ${how}`, { reducedMotion }, async (page) => {
    await page.evaluate(() => {
      const real = globalThis.requestAnimationFrame;
      globalThis.frames = 0;
      globalThis.moves = 0;
      globalThis.requestAnimationFrame = (frame) => {
        globalThis.frames++;
        return real(frame);
      };
      // How often a message is somewhere else: with motion on every frame, without it once a step.
      new MutationObserver((all) => (globalThis.moves += all.filter(({ target }) => target.matches(".flight")).length)).observe(document.querySelector("svg.stage"), {
        subtree: true,
        attributeFilter: ["transform"],
      });
    });
    await page.getByRole("combobox", { name: "Speed" }).selectOption("8×");
    await page.locator("h1").click();
    await page.keyboard.press("p");
    await page.getByText(/^Step (\d+) of \1,/).waitFor();
    await button(page, "Play").waitFor();
    const { frames, moves } = await page.evaluate(() => ({ frames: globalThis.frames, moves: globalThis.moves }));
    const { last } = await shown(page);
    const flights = 6;
    if (reducedMotion === "reduce") {
      assert.equal(frames, 0, "no frame is asked for");
      assert.ok(moves <= flights * last, `${moves} moves in ${last} steps`);
    } else {
      assert.ok(frames > 0 && moves > 0, `${frames} frames, ${moves} moves`);
    }
  });
}

stageTest("time is let pass: so many milliseconds go by", still, async (page) => {
  await putAndGet(page);
  await button(page, "To the end").click();
  const before = await page.locator(".step-words").textContent();
  await page.getByRole("combobox", { name: "For how long" }).selectOption("10 s");
  await button(page, "Wait: let time pass").click();
  await button(page, "To the end").click();
  const after = await page.locator(".step-words").textContent();
  const ms = (words) => Number(words.match(/([\d,.]+) ms/)[1].replaceAll(",", ""));
  assert.ok(ms(after) - ms(before) > 8_000, `${before}, then ${after}`);
});

stageTest("the diagram is clicked, and follows", still, async (page) => {
  await putAndGet(page);
  await button(page, "Diagram").click();
  const events = steps(page).getByRole("button");
  assert.ok((await events.count()) > 12);
  await events.nth(5).click();
  const words = await events.nth(5).textContent();
  const [, step, told] = words.match(/^Step (\d+), [\d.]+ ms: (.*)$/);
  assert.equal((await shown(page)).step, Number(step));
  assert.equal(await sentence(page), told);
  assert.equal(await steps(page).locator("[aria-current=step]").textContent(), words);

  await button(page, "Step").click();
  await page.getByText(`Step ${Number(step) + 1} of`).waitFor();
  assert.equal(await steps(page).locator("[aria-current=step]").textContent(), await events.nth(6).textContent());

  // An arrow leads to the step in which its message arrives.
  const arrow = diagram(page).locator(".message").nth(2);
  const arrives = await arrow.getAttribute("data-step");
  await arrow.locator(".glyph, .shaft").first().dispatchEvent("click");
  await page.getByText(`Step ${arrives} of`).waitFor();
  assert.equal(await diagram(page).locator(".operation").count(), 2);
});

stageTest("the diagram by keyboard alone", still, async (page) => {
  await putAndGet(page);
  await page.keyboard.press("d");
  await steps(page).waitFor();
  const first = steps(page).getByRole("button").first();
  await first.focus();
  assert.equal(await steps(page).locator('button[tabindex="0"]').count(), 1, "one stop for the Tab key");
  await page.keyboard.press("Enter");
  await page.getByText("Step 1 of").waitFor();
  await page.keyboard.press("ArrowDown");
  await page.getByText("Step 2 of").waitFor();
  await page.keyboard.press("ArrowDown");
  await page.getByText("Step 3 of").waitFor();
  assert.match(await page.evaluate(() => document.activeElement.textContent), /^Step 3,/);
  await page.keyboard.press("ArrowUp");
  await page.getByText("Step 2 of").waitFor();
  await page.keyboard.press("d");
  await steps(page).waitFor({ state: "detached" });
});

stageTest("the past is changed: both futures are named, reached and dropped", still, async (page) => {
  await putAndGet(page);
  const { last } = await shown(page);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.getByText("Step 3 of").waitFor();
  const told = [];
  await page.keyboard.press("ArrowRight");
  await page.getByText("Step 4 of").waitFor();
  told.push(await sentence(page));
  await page.keyboard.press("ArrowLeft");
  await page.getByText("Step 3 of").waitFor();
  await page.getByRole("textbox", { name: "Value" }).fill("bread");
  await ask(page, "Put");
  assert.match(await page.locator(".fork-note").textContent(), /You changed the past: the old future is kept as branch 1\./);
  told.push(await sentence(page));
  assert.equal(await futures(page).count(), 2);
  const here = page.getByRole("list", { name: "Futures" }).locator("[aria-current=true]");
  const old = page.getByRole("list", { name: "Futures" }).locator("li:not([aria-current])");
  assert.match(await here.textContent(), /^Branch 2, from step 4 of Branch 1: Bob asks . to put/);
  assert.match(await old.textContent(), /^Branch 1, the first: \d+ steps/);
  assert.equal(await page.locator(".future-tree .fork-strong").count(), 1, "the present one is drawn strong");

  // By keyboard: to the old future and back.
  await old.getByRole("button").first().focus();
  await page.keyboard.press("Enter");
  await page.getByText(`Step 4 of ${last}`).waitFor();
  assert.equal(await sentence(page), told[0]);
  assert.match(await here.textContent(), /^Branch 1/);
  assert.equal(await page.locator(".fork-note").textContent(), "", "nothing was changed in the old future");
  await old.getByRole("button").first().click();
  assert.equal(await sentence(page), told[1]);

  // A name of its own, and nothing typed gives the number back.
  await page.getByRole("list", { name: "Futures" }).getByText("Rename").click();
  await page.getByRole("textbox", { name: "Name of Branch 2" }).fill("Bread instead");
  await page.keyboard.press("Enter");
  await page.getByText(/^Bread instead, from step 4 of Branch 1:/).first().waitFor();
  await old.getByRole("button").first().click();
  await page.getByRole("button", { name: /^Bread instead, from step 4/ }).waitFor();
  await page.getByRole("button", { name: /^Bread instead, from step 4/ }).click();

  await button(page, "Forget Branch 1").click();
  await page.getByRole("list", { name: "Futures" }).waitFor({ state: "hidden" });
});

stageTest("a branch is made, reached and forgotten by keyboard alone", still, async (page) => {
  await page.keyboard.press("p");
  await page.keyboard.press("End");
  const { last } = await shown(page);
  await page.keyboard.press("Home");
  for (let step = 0; step < 3; step++) await page.keyboard.press("ArrowRight");
  await page.getByText("Step 3 of").waitFor();
  await page.keyboard.press("v");
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("bread");
  await keyboard.press(page, "Put");
  await page.keyboard.press("End");
  const old = page.getByRole("list", { name: "Futures" }).locator("li:not([aria-current])");
  await keyboard.press(page, (await old.textContent()).trim());
  await page.getByText(`Step 4 of ${last}`).waitFor();
  await keyboard.press(page, "Forget Branch 2");
  await page.getByRole("list", { name: "Futures" }).waitFor({ state: "hidden" });
});

stageTest("the diagram and the futures are in nobody's way in any look", still, async (page) => {
  await putAndGet(page);
  await slider(page).fill("5");
  await ask(page, "Put");
  await button(page, "Diagram").click();
  await futures(page).first().waitFor();
  assert.deepEqual(await violationsInEachLook(page), []);
  const scrolls = await page.evaluate(() => document.scrollingElement.scrollHeight > document.scrollingElement.clientHeight + 1);
  assert.equal(scrolls, false, "the page itself does not scroll");
});

stageTest("the diagram scrolls inside itself on a phone", { ...still, width: 390, height: 844, hasTouch: true }, async (page) => {
  await putAndGet(page);
  await mouse.press(page, "Diagram");
  await steps(page).waitFor();
  const wide = await page.evaluate(() => document.scrollingElement.scrollWidth);
  assert.ok(wide <= 390, `${wide} px wide`);
  const [shown, inside] = await page.locator(".diagram").evaluate((element) => [element.clientWidth, element.scrollWidth - element.clientWidth]);
  assert.ok(shown > 300, `${shown} px of it are to be seen`);
  assert.ok(inside > 0, "it scrolls sideways");
  await steps(page).getByRole("button").nth(8).tap();
  await page.waitForFunction(() => document.querySelector(".diagram").scrollLeft > 0);
});

/** Opens a cluster of nine hundred nodes with a put. */
async function openLargeCluster(page) {
  const nodes = Array.from({ length: 900 }, (_, number) => ({ name: `N${number}`, tokens: 16 }));
  const put = { do: "put", client: "Alice", key: "cart", value: "milk" };
  const scenario = { ringside: 1, nodes, script: [put] };
  await page.goto("about:blank");
  await page.goto(`${await origin()}/#scenario=${encodeURIComponent(JSON.stringify(scenario))}`);
  await started(page);
  await button(page, "To the end").click();
}

stageTest("what comes of a command is played in slices, can be cancelled, and the invariants are checked one after the other", still, async (page) => {
  await openLargeCluster(page);
  const before = await shown(page);
  await page.getByRole("combobox", { name: "For how long" }).selectOption("60 s");
  await button(page, "Wait: let time pass").click();
  await page.getByText(/^Running …, [\d,]+ steps$/).waitFor();
  await button(page, "Cancel").click();
  assert.deepEqual(await shown(page), before);
  await page.getByRole("combobox", { name: "For how long" }).selectOption("1 s");
  await button(page, "Wait: let time pass").click();
  await page.waitForFunction((least) => Number(/of ([\d,]+)/.exec(document.querySelector(".step-words").textContent)[1].replaceAll(",", "")) > least, before.last);
  if (!(await button(page, "Check the invariants").isVisible())) await button(page, "What must always hold").click();
  await button(page, "Check the invariants").click();
  await page.getByRole("list", { name: "Invariants" }).waitFor({ timeout: 60_000 });
});
