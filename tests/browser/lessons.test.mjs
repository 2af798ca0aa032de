// Lessons: every one of them by keyboard alone, and what a lesson lets one do and what not.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

import { blur, button, cart, openCart, openLesson, stores, tabUntil, title, trouble, verdict } from "./lesson.mjs";
import { accessibilityViolations, stageTest, started } from "./stage.mjs";
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

for (const { id, title: name } of lessons) {
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
        assert.ok(words.startsWith("Not so"), words);
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
  });
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

for (const [place, { title: name, kind }] of scenarios.entries()) {
  stageTest(`without a lesson: ${name}`, still, async (page) => {
    await button(page, "Lessons").click();
    await page.getByRole("list", { name: "Without a lesson" }).getByRole("button").nth(place).click();
    await page.getByRole("dialog", { name: "Lessons" }).waitFor({ state: "hidden" });
    if (kind === "lesson") {
      await page.locator(".lesson-card").waitFor();
      await button(page, "Where does it go?").waitFor();
    } else {
      await page.getByText(/is open\.$/).first().waitFor();
      await page.getByRole("region", { name: "What you can do" }).waitFor();
    }
  });
}

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
  assert.match(plain(await verdict(page).innerText()), /^Not so W says how many answers are waited for\. N copies are sent out at once\. .*3/);
  assert.equal(await stores(page, "milk"), 3);
  assert.match(await page.locator(".lesson-card [role=status]").first().textContent(), /^Not so\. W says/);
  // Going back keeps what was answered.
  await primary(page).click();
  await title(page, "Both sides write").waitFor();
  await page.locator(".lesson-buttons").getByRole("button", { name: "Back" }).click();
  await title(page, "Alice writes").waitFor();
  await verdict(page).waitFor();
});

stageTest("what is played by itself reveals its outcome at its end", { ...still }, async (page) => {
  await openCart(page);
  await page.getByRole("combobox", { name: "Speed" }).selectOption("8×");
  await page.getByRole("radio", { name: "Three, for N is 3" }).check();
  await primary(page).click();
  await primary(page).click();
  await verdict(page).getByRole("heading", { name: "Right", exact: true }).waitFor();
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

stageTest("one's own way is said to be one, and leads back", still, async (page) => {
  await openCart(page);
  await page.getByText("Do it yourself").click();
  await page.getByRole("textbox", { name: "Value", exact: true }).fill("tea");
  await button(page, "Put").click();
  await page.getByText(/^You went your own way/).waitFor();
  await button(page, "Back to the lesson").click();
  await page.getByText(/^You went your own way/).waitFor({ state: "hidden" });
  assert.equal(await stores(page, "tea"), 0);
  assert.equal(await primary(page).innerText(), "Lock in");
  await blur(page);
  for (const key of ["u", "2", "End"]) await page.keyboard.press(key);
  await page.getByText(/^You went your own way/).waitFor();
  assert.ok((await stores(page, "tea")) > 0, "what was done beside the lesson can be brought back");
});

stageTest("what is done in the sandbox outlives every key and a reload", { ...still, path: "/?lesson=sandbox" }, async (page) => {
  await page.locator(".lesson-card").waitFor();
  if (!(await button(page, "Put").isVisible())) await button(page, "Put and get").click();
  await page.getByRole("textbox", { name: "Value", exact: true }).fill("tea");
  await button(page, "Put").click();
  await blur(page);
  await page.keyboard.press("End");
  const stored = await stores(page, "tea");
  assert.ok(stored > 0);
  await page.evaluate(() => new Promise((done) => setTimeout(done, 600)));
  await page.reload();
  await page.locator(".lesson-card").waitFor();
  assert.equal(await stores(page, "tea"), stored, "after a reload");
  for (const key of ["ArrowRight", "PageDown", " "]) {
    await blur(page);
    await page.keyboard.press(key);
  }
  assert.equal(await page.locator(".lesson-card").count(), 1, "no key leaves the lesson");
  await page.keyboard.press("End");
  assert.equal(await stores(page, "tea"), stored, "after keys that turn pages");
  await primary(page).click();
  await page.getByRole("dialog", { name: "Lessons" }).waitFor();
});

stageTest("no mark leads past a prediction that is not locked in", still, async (page) => {
  await openCart(page);
  const last = page.getByRole("button", { name: "Step 3: The end" });
  assert.equal(await last.getAttribute("aria-disabled"), "true");
  await last.click({ force: true });
  await title(page, cart.steps[0].title).waitFor();
  await page.getByRole("radio", { name: "All five" }).check();
  await primary(page).click();
  assert.equal(await last.getAttribute("aria-disabled"), "false");
  await last.click();
  await title(page, "The end").waitFor();
});

stageTest("whoever does by hand what the step does has done it", still, async (page) => {
  await openCart(page);
  await page.getByRole("radio", { name: "Three, for N is 3" }).check();
  await primary(page).click();
  await page.getByText("Do it yourself").click();
  await page.getByRole("textbox", { name: "Value", exact: true }).fill("milk");
  await button(page, "Put").click();
  await page.getByText(/^Watch the stage/).waitFor();
  await blur(page);
  await page.keyboard.press("End");
  await verdict(page).getByRole("heading", { name: "Right", exact: true }).waitFor();
});

stageTest("leaving the lesson gives the column back, and the world stays", still, async (page) => {
  await openCart(page);
  await page.getByRole("radio", { name: "All five" }).check();
  await primary(page).click();
  await page.getByRole("button", { name: "Step 2: Both sides write" }).click();
  await primary(page).click();
  await primary(page).click();
  await page.locator(".lesson-outcome").getByText("Both were accepted.").waitFor();
  await button(page, "Leave the lesson").click();
  await page.getByRole("region", { name: "What you can do" }).waitFor();
  assert.equal(await page.locator(".lesson-card").count(), 0);
  assert.ok((await page.getByRole("button", { name: /^Node .* stores / }).count()) >= 3);
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

stageTest("the class is polled by show of hands, against the truth", still, async (page) => {
  await openCart(page);
  await button(page, "Poll the class").click();
  for (const [place, hands] of ["4", "15", "1"].entries()) await page.getByRole("list", { name: "Hands" }).getByRole("textbox").nth(place).fill(hands);
  await page.keyboard.press("Enter");
  assert.equal(await primary(page).innerText(), "Lock in", "Enter among the counts locks nothing in");
  await primary(page).click();
  const choice = (place) => page.locator(".lesson-choices > li").nth(place);
  assert.match(await choice(1).innerText(), /your prediction\s+15 hands, 75 %/, "most hands are the class's prediction");
  await primary(page).click();
  await primary(page).click();
  await verdict(page).waitFor();
  assert.match(await choice(0).innerText(), /4 hands, 20 %/);
  assert.match(await choice(1).innerText(), /your prediction, right\s+15 hands, 75 %/);
  assert.match(await choice(2).innerText(), /1 hand, 5 %/);
});

for (const key of [".", "b"]) {
  stageTest(`${key} blanks the screen, and any key brings it back without doing anything else`, still, async (page) => {
    await openCart(page);
    await blur(page);
    await page.keyboard.press(key);
    const blank = page.locator(".blank-screen");
    await blank.waitFor();
    assert.deepEqual(await blank.evaluate((dark) => [dark.clientWidth, dark.clientHeight]), [1280, 720]);
    await page.keyboard.press("PageDown");
    await blank.waitFor({ state: "detached" });
    assert.equal(await primary(page).innerText(), "Lock in");
    await page.keyboard.press(key);
    await blank.click();
    await blank.waitFor({ state: "detached" });
  });
}

stageTest("a damaged lesson is said to be one, with its line and field, and nothing is lost", still, async (page) => {
  await openCart(page);
  for (const [lesson, expected] of [
    ['{"ringsideLesson": 1,', /line 1.*not JSON/s],
    [{ ...cart, ringsideLesson: 9 }, /ringsideLesson.*9/],
    [{ ...cart, colour: "red" }, /colour/],
    [{ ...cart, steps: [] }, /steps/],
    [{ ...cart, steps: [{ ...cart.steps[1], do: [{ do: "explode" }] }] }, /steps\[0\]\.do\[0\].*explode/],
    [JSON.stringify({ ...cart, steps: [{ title: "One", say: 3 }] }, null, 1), /line \d+.*steps\[0\]\.say/],
  ]) {
    await openLesson(page, lesson);
    await trouble(page).waitFor();
    assert.match(await trouble(page).innerText(), expected);
    await page.keyboard.press("Escape");
    await trouble(page).waitFor({ state: "hidden" });
  }
  await title(page, "Alice writes").waitFor();
  await openLesson(page, { ...cart, steps: [{ title: "One", say: "Two", do: [{ do: "crash", name: "Nobody" }] }] });
  await title(page, "One").waitFor();
  await primary(page).click();
  await trouble(page).waitFor();
  assert.match(await trouble(page).innerText(), /steps\[0\]\.do\[0\].*Nobody/);
});

for (const path of ["/?lesson=nowhere", "/?lesson=..%2F..%2Fetc", "/#lesson1.AAAA", "/#lesson9.AAAA"]) {
  // The browser itself reports a file that is not there.
  const expected = path.includes("nowhere");
  stageTest(`a bad address is said to be one, and the page begins as usual: ${path}`, { ...still, path: expected ? "/" : path }, async (page) => {
    if (expected) {
      await page.route("**/lessons/nowhere.json", (route) => route.fulfill({ status: 200, body: "<!doctype html>" }));
      await page.goto(`${await origin()}${path}`);
      await started(page);
    }
    await trouble(page).waitFor();
    assert.deepEqual(await accessibilityViolations(page), []);
    await button(page, "Close").click();
    await trouble(page).waitFor({ state: "hidden" });
    await button(page, "Where does it go?").click();
    await page.getByText("Step 1 of 8").waitFor();
  });
}

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

for (const theme of ["light", "dark", "projector"]) {
  stageTest(`a lesson is accessible: ${theme}`, { ...still, path: `/?theme=${theme}` }, async (page) => {
    const clean = async (scene) => assert.deepEqual(await accessibilityViolations(page), [], scene);
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
}

stageTest("every lesson has its worksheet and its answer key, in print too", still, async (page) => {
  for (const { id } of lessons) {
    const lesson = await read(`${id}.json`);
    const predictions = lesson.steps.filter(({ predict }) => predict).map(({ predict }) => predict);
    await page.goto(`${await origin()}/?lesson=${id}`);
    await page.getByText("For the teacher").click();
    await button(page, "Worksheet").click();
    const words = plain(await page.locator(".sheet").innerText());
    for (const { question, choices } of predictions) {
      assert.ok(words.includes(plain(question)), `${id}: ${question}`);
      for (const { because } of choices) assert.ok(!words.includes(plain(because)), `${id} tells: ${because}`);
    }
    await button(page, "The answer key instead").click();
    assert.equal(await page.locator(".sheet .sheet-choice.is-right").count(), predictions.length, id);
  }
  const bytes = await page.pdf();
  assert.ok(bytes.length > 10_000, `a print of ${bytes.length} bytes`);
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

stageTest("a laboratory of a lesson opens when the prediction is locked in, not before", still, async (page) => {
  await page.goto(`${await origin()}/?lesson=percentiles&step=2`);
  await page.getByRole("radio").first().check();
  assert.equal(await page.locator(".laboratory").count(), 0);
  await primary(page).click();
  await primary(page).click();
  await page.locator(".laboratory").waitFor();
  await verdict(page).waitFor();
});

stageTest("in the sandbox nothing is locked", still, async (page) => {
  await page.goto(`${await origin()}/?lesson=sandbox`);
  await page.getByText("Do it yourself").waitFor();
  for (const name of ["Put and get", "What can go wrong", "The cluster", "Scenario"]) {
    assert.ok(await button(page, name).isEnabled(), name);
  }
  for (const name of ["Laboratories", "Lessons", "Share or save"]) assert.ok(await button(page, name).isEnabled(), name);
});

stageTest("a file that is too large to be a lesson is said to be", still, async (page) => {
  await openLesson(page, `{"ringsideLesson":1,"title":"${"x".repeat(1 << 20)}"}`);
  await trouble(page).waitFor();
  assert.match(await trouble(page).innerText(), /allowed is at most/);
});

stageTest("a worksheet has boxes and lines, the answer key what the engine found", still, async (page) => {
  await openCart(page);
  await page.getByText("For the teacher").click();
  await button(page, "Worksheet").click();
  const sheet = page.locator(".sheet");
  const words = plain(await sheet.innerText());
  assert.match(words, /How many nodes keep it in the end\? Two, for W is 2 Three, for N is 3 All five/);
  assert.ok(!words.includes("N copies are sent out at once"), "no answer on the worksheet");
  assert.ok((await sheet.locator(".sheet-line:visible").count()) > 5);
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator(".top").isVisible(), false);
  assert.equal(await page.locator(".sheet-bar").isVisible(), false);
  await page.emulateMedia({ media: "screen" });
  await button(page, "The answer key instead").click();
  assert.match(plain(await sheet.locator(".sheet-choice.is-right").innerText()), /^Three, for N is 3: right N copies are sent out at once\.$/);
  assert.match(plain(await sheet.innerText()), /Why N copies, W answers\./);
  await button(page, "Back to the lesson").click();
  await title(page, "Alice writes").waitFor();
});

stageTest("markup in a lesson is only text", still, async (page) => {
  const hostile = "<img src=x onerror=alert(1)>";
  const step = cart.steps[0];
  const choices = step.predict.choices.map((choice) => ({ ...choice, text: `${choice.text} ${hostile}`, because: hostile }));
  const texts = { title: hostile, say: hostile, act: hostile, happened: hostile, why: hostile, try: hostile };
  await openLesson(page, { ...cart, title: hostile, summary: hostile, steps: [{ ...step, ...texts, predict: { ...step.predict, question: hostile, choices } }] });
  await title(page, hostile).waitFor();
  await page.getByRole("radio").first().check();
  for (let clicks = 0; clicks < 3; clicks++) await primary(page).click();
  await verdict(page).waitFor();
  assert.equal(await page.locator("img").count(), 0);
  await page.getByText("For the teacher").click();
  await button(page, "Answer key").click();
  assert.equal(await page.locator("img").count(), 0);
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
