// Lessons: every one of them by keyboard alone, and what a lesson lets one do and what not.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

import { blur, button, cart, openCart, stores, tabUntil, title, trouble, verdict } from "./lesson.mjs";
import { accessibilityViolations, stageTest, started, violationsInEachLook } from "./stage.mjs";
import { origin } from "./support.mjs";

const still = { reducedMotion: "reduce" };
const LESSONS = new URL("../../www/lessons/", import.meta.url);

const read = async (name) => JSON.parse(await readFile(new URL(name, LESSONS), "utf8"));
const { lessons, scenarios } = await read("index.json");
const primary = (page) => page.locator(".lesson-buttons .primary");
const stepWords = (page) => page.locator(".step-words").innerText();
const plain = (text) => text.replaceAll(/\s+/g, " ").trim();

/** Takes the choice at this place by keyboard, and locks it in. */
async function lockIn(page, place) {
  await tabUntil(page, () => document.activeElement.type === "radio", "the choices");
  await page.keyboard.press(" ");
  for (let down = 0; down < place; down++) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.locator("div.lesson-choice").first().waitFor();
}

/** On to the outcome, with nothing but the key of a presenter's remote. */
async function toOutcome(page) {
  await blur(page);
  for (let presses = 0; presses < 3 && (await page.locator(".lesson-outcome").count()) === 0; presses++) {
    await page.keyboard.press("PageDown");
  }
  await page.locator(".lesson-outcome").waitFor({ state: "attached" });
}

// Every lesson is taken natively: src/page/tests/lessons.rs. Here are one that walks, one of messages, and one of laboratories.
const BY_KEYBOARD = ["from-a-key-to-a-node", "cart-in-a-partition", "percentiles"];

for (const { id, title: name } of lessons.filter(({ id }) => BY_KEYBOARD.includes(id))) {
  stageTest(`by keyboard alone: ${name}`, { ...still, path: `/?lesson=${id}` }, async (page) => {
    const lesson = await read(`${id}.json`);
    let wrong = 0;
    for (const [place, step] of lesson.steps.entries()) {
      await title(page, step.title).waitFor();
      await page.waitForURL(new RegExp(`[?&]lesson=${id}&step=${place + 1}$`));
      const choices = step.predict?.choices ?? [];
      if (choices.length > 0) {
        await blur(page);
        await page.keyboard.press("PageDown");
        assert.equal(await primary(page).innerText(), "Lock in", "no key leads past a prediction");
        let chosen = 0;
        await lockIn(page, chosen);
        await toOutcome(page);
        if (await verdict(page).getByRole("heading", { name: "Right", exact: true }).isVisible()) {
          chosen = 1;
          // A reload alone would bring back what was answered.
          await tabUntil(page, () => document.activeElement.textContent === "Leave the lesson", "the way out");
          await page.keyboard.press("Enter");
          await page.getByRole("region", { name: "What you can do" }).waitFor();
          await page.goto(`${await origin()}/?lesson=${id}&step=${place + 1}`);
          await title(page, step.title).waitFor();
          await lockIn(page, chosen);
          await toOutcome(page);
        }
        const words = plain(await verdict(page).innerText());
        assert.ok(words.startsWith("Not quite"), words);
        assert.ok(words.includes(plain(choices[chosen].because)), words);
        assert.ok(choices.some(({ because }, other) => other !== chosen && words.includes(plain(because))), words);
        wrong += 1;
      } else if (step.do || step.act) {
        await toOutcome(page);
      }
      for (const text of [step.happened, step.why, step.try]) {
        if (text) await page.locator(".lesson-outcome").getByText(plain(text).slice(0, 60)).first().waitFor();
      }
      await blur(page);
      if (place + 1 < lesson.steps.length) await page.keyboard.press("PageDown");
    }
    assert.ok(wrong > 0, "a wrong prediction was locked in");
    assert.equal(await primary(page).innerText(), "Finish");
    await page.keyboard.press("PageDown");
    assert.equal(await primary(page).innerText(), "Finish", "a press too many leaves no lesson");
    await tabUntil(page, () => document.activeElement.textContent === "Finish", "the button that leaves the lesson");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog", { name: "Lessons" }).waitFor();
    // The tick is there in another tab, too.
    const another = await page.context().newPage();
    await another.goto(await origin());
    await started(another);
    await another.keyboard.press("l");
    await another.getByRole("dialog", { name: "Lessons" }).getByRole("button", { name: new RegExp(`^${place(id)}.*✓`) }).waitFor();
  });
}

/** The number of a lesson on the list. */
function place(id) {
  return lessons.findIndex((lesson) => lesson.id === id) + 1;
}

stageTest("the list names each lesson with its sentence and minutes, and opens one by keyboard", still, async (page) => {
  await page.keyboard.press("l");
  const dialog = page.getByRole("dialog", { name: "Lessons" });
  for (const [place, { title: name, summary, minutes }] of lessons.entries()) {
    const line = dialog.getByRole("list", { name: "Lessons" }).getByRole("button").nth(place);
    const words = plain(await line.innerText());
    for (const part of [`${place + 1}`, name, summary, `${minutes} minutes`]) assert.ok(words.includes(plain(part)), `${words}: ${part}`);
  }
  assert.deepEqual(await accessibilityViolations(page), []);
  await tabUntil(page, () => document.activeElement.closest(".lesson-list"), "the first lesson");
  await page.keyboard.press("Enter");
  await dialog.waitFor({ state: "hidden" });
  await title(page, (await read(`${lessons[0].id}.json`)).steps[0].title).waitFor();
});

stageTest("whatever is on the list without a lesson is opened by it", still, async (page) => {
  for (const [place, { id, kind }] of scenarios.entries()) {
    await button(page, "Lessons").click();
    await page.getByRole("list", { name: "Without a lesson" }).getByRole("button").nth(place).click();
    await page.getByRole("dialog", { name: "Lessons" }).waitFor({ state: "hidden" });
    if (kind === "lesson") {
      await page.locator(".lesson-card").waitFor();
      await button(page, "Leave the lesson").click();
    } else {
      const { title } = await read(`scenarios/${id}.json`);
      await page.locator(".sentence", { hasText: title.slice(0, 20) }).filter({ hasText: / is open\.$/ }).waitFor();
    }
  }
});

stageTest("a prediction is locked in before anything is done, and stays as it is", still, async (page) => {
  await openCart(page);
  assert.equal(await primary(page).getAttribute("aria-disabled"), "true");
  await primary(page).dispatchEvent("click");
  assert.equal(await primary(page).innerText(), "Lock in");
  await page.getByRole("radio", { name: "All five" }).check();
  await page.getByRole("radio", { name: "Two, for W is 2" }).check();
  await primary(page).click();
  assert.equal(await page.getByRole("radio").count(), 0);
  assert.equal(await primary(page).innerText(), "Alice puts milk");
  assert.equal(await stores(page, "milk"), 0, "nothing has been done yet");
  assert.equal(await verdict(page).count(), 0);
  await primary(page).click();
  assert.equal(await verdict(page).count(), 0, "the outcome is watched first");
  await button(page, "Step").click();
  await button(page, "Step").click();
  const there = await stepWords(page);
  await page.locator(".transport").getByRole("button", { name: "Back" }).click();
  assert.notEqual(await stepWords(page), there);
  await primary(page).click();
  await verdict(page).waitFor();
  assert.match(plain(await verdict(page).innerText()), /^Not quite W says how many answers are waited for\. N copies are sent out at once\. .*3/);
  assert.equal(await stores(page, "milk"), 3);
  assert.match(await page.locator(".lesson-card [role=status]").first().textContent(), /^Not quite\. W says/);
  // Going back keeps what was answered.
  await primary(page).click();
  await title(page, "Both sides write").waitFor();
  await page.locator(".lesson-buttons").getByRole("button", { name: "Back" }).click();
  await title(page, "Alice writes").waitFor();
  await verdict(page).waitFor();
});

stageTest("arrows go from message to message, Page Down by whole steps", still, async (page) => {
  await openCart(page);
  await page.getByRole("radio", { name: "Three, for N is 3" }).check();
  await primary(page).click();
  await blur(page);
  await page.keyboard.press("ArrowRight");
  await page.getByText(/^Step 1 of \d+,/).waitFor();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  const there = await stepWords(page);
  await page.keyboard.press("ArrowLeft");
  assert.notEqual(await stepWords(page), there);
  await title(page, "Alice writes").waitFor();
  await page.keyboard.press("End");
  await verdict(page).waitFor();
  await page.keyboard.press(" ");
  await title(page, "Both sides write").waitFor();
  await page.keyboard.press("PageUp");
  await title(page, "Alice writes").waitFor();
});

stageTest("a reload comes back to the step, with what was answered", still, async (page) => {
  const [{ id }] = lessons;
  const step = (await read(`${id}.json`)).steps.findIndex(({ predict }) => predict);
  await page.goto(`${await origin()}/?lesson=${id}&step=${step + 1}`);
  await page.getByRole("radio").first().check();
  await primary(page).click();
  const [name, address] = [await page.locator(".lesson-title").innerText(), page.url()];
  // Work is kept a moment after the last change.
  await page.evaluate(() => new Promise((done) => setTimeout(done, 600)));
  await page.reload();
  await title(page, name).waitFor();
  assert.equal(page.url(), address);
  await page.getByText("your prediction").waitFor();
});

stageTest("the class is polled by show of hands, and the marks lead from step to step", still, async (page) => {
  await openCart(page);
  const last = page.getByRole("button", { name: "Step 3: The end" });
  await last.click({ force: true });
  await title(page, cart.steps[0].title).waitFor();
  await button(page, "Poll the class").click();
  for (const [place, hands] of ["4", "15", "1"].entries()) await page.getByRole("list", { name: "Hands" }).getByRole("textbox").nth(place).fill(hands);
  await page.keyboard.press("Enter");
  assert.equal(await primary(page).innerText(), "Lock in", "Enter among the counts locks nothing in");
  await primary(page).click();
  assert.match(await page.locator(".lesson-choices > li").nth(1).innerText(), /your prediction\s+15 hands, 75 %/);
  await last.click();
  await title(page, "The end").waitFor();
  await button(page, "Leave the lesson").click();
  await page.getByRole("region", { name: "What you can do" }).waitFor();
});

stageTest("full stop and B blank the screen, and any key brings it back without doing anything else", still, async (page) => {
  await openCart(page);
  const blank = page.locator(".blank-screen");
  for (const key of [".", "b"]) {
    await blur(page);
    await page.keyboard.press(key);
    await blank.waitFor();
    assert.deepEqual(await blank.evaluate((dark) => [dark.clientWidth, dark.clientHeight]), [1280, 720]);
    await page.keyboard.press("PageDown");
    await blank.waitFor({ state: "detached" });
    assert.equal(await primary(page).innerText(), "Lock in");
    await page.keyboard.press(key);
    await blank.click();
    await blank.waitFor({ state: "detached" });
  }
});

stageTest("an address of a lesson that there is not is said to be one, and the page begins as usual", still, async (page) => {
  // The browser itself reports a file that is not there.
  await page.route("**/lessons/nowhere.json", (route) => route.fulfill({ status: 200, body: "<!doctype html>" }));
  for (const path of ["/?lesson=nowhere", "/?lesson=..%2F..%2Fetc"]) {
    await page.goto(`${await origin()}${path}`);
    await started(page);
    await trouble(page).waitFor();
    assert.deepEqual(await accessibilityViolations(page), []);
    await button(page, "Close").click();
    await trouble(page).waitFor({ state: "hidden" });
    await button(page, "Where does it go?").click();
    await page.getByText("Step 1 of 8").waitFor();
  }
});

stageTest("a lesson can be dropped on the page", still, async (page) => {
  const data = await page.evaluateHandle((text) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], "cart.json", { type: "application/json" }));
    return transfer;
  }, JSON.stringify(cart));
  await page.dispatchEvent("svg.stage", "drop", { dataTransfer: data });
  await title(page, "Alice writes").waitFor();
});

stageTest("a lesson that is in the document is not fetched", still, async (page) => {
  const index = { lessons: [{ id: "inside", title: "Inside", summary: "In the document.", minutes: 1 }] };
  for (const [id, json] of [["lessons-index", index], ["lesson-inside", cart]]) {
    await page.evaluate(
      ([id, textContent]) => document.body.append(Object.assign(document.createElement("script"), { type: "application/json", id, textContent })),
      [id, JSON.stringify(json)],
    );
  }
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await button(page, "Lessons").click();
  await page.getByRole("button", { name: /Inside/ }).click();
  await title(page, "Alice writes").waitFor();
  assert.deepEqual(asked.filter((url) => url.includes("lessons")), []);
});

stageTest("a lesson is accessible in every look", still, async (page) => {
  const clean = async (scene) => assert.deepEqual(await violationsInEachLook(page), [], scene);
  await openCart(page);
  await button(page, "Poll the class").click();
  await page.getByText("For the teacher").click();
  await clean("before the prediction");
  await page.getByRole("textbox", { name: /^Hands for: Two/ }).fill("3");
  await page.getByRole("radio", { name: "All five" }).check();
  await primary(page).click();
  await clean("locked in");
  await primary(page).click();
  await clean("while it happens");
  await primary(page).click();
  await verdict(page).waitFor();
  await clean("with the verdict");
  await button(page, "Worksheet").click();
  await clean("on paper");
  await button(page, "The answer key instead").click();
  await clean("the answer key");
});

stageTest("nothing of lessons is loaded before somebody wants one", still, async (page) => {
  const loaded = [];
  page.on("request", (request) => request.url().includes("/lessons/") && loaded.push(request.url().split("/lessons/")[1]));
  await page.reload();
  await button(page, "Where does it go?").click();
  assert.deepEqual(loaded, []);
  await button(page, "Lessons").click();
  await page.locator("dialog").getByText(lessons[1].title, { exact: true }).click();
  await title(page, (await read(`${lessons[1].id}.json`)).steps[0].title).waitFor();
  assert.deepEqual(loaded, ["index.json", `${lessons[1].id}.json`]);
});

stageTest("a worksheet and its answer key are printed without what is only for the screen", still, async (page) => {
  await openCart(page);
  await page.getByText("For the teacher").click();
  await button(page, "Worksheet").click();
  const sheet = page.locator(".sheet");
  assert.ok((await sheet.locator(".sheet-line:visible").count()) > 5);
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator(".top").isVisible(), false);
  assert.equal(await page.locator(".sheet-bar").isVisible(), false);
  await page.emulateMedia({ media: "screen" });
  await button(page, "The answer key instead").click();
  assert.equal(await sheet.locator(".sheet-choice.is-right").count(), 1);
  const bytes = await page.pdf();
  assert.ok(bytes.length > 10_000, `a print of ${bytes.length} bytes`);
  await button(page, "Back to the lesson").click();
  await title(page, "Alice writes").waitFor();
});

stageTest(
  "on a phone a lesson fits, and fingers find its buttons",
  { ...still, width: 390, height: 844, hasTouch: true, isMobile: true },
  async (page) => {
    await openCart(page);
    const fits = async () => {
      const [wide, window] = await page.evaluate(() => [document.scrollingElement.scrollWidth, innerWidth]);
      assert.ok(wide <= window, `${wide} of ${window}`);
      for (const one of await page.locator(".lesson-buttons button, .lesson-choice").all()) {
        assert.ok((await one.boundingBox()).height >= 44);
      }
    };
    await fits();
    await page.getByRole("radio", { name: "All five" }).check();
    for (let clicks = 0; clicks < 3; clicks++) await primary(page).click();
    await verdict(page).waitFor();
    await fits();
  },
);
