// The presenter's window, in step with the projected page.

import assert from "node:assert/strict";
import test from "node:test";

import { blur, button, cart, openCart, openLesson, title, verdict } from "./lesson.mjs";
import { accessibilityViolations, stageTest } from "./stage.mjs";
import { browser, origin } from "./support.mjs";

const still = { reducedMotion: "reduce" };

async function openPresenter(page) {
  if (!(await button(page, "Presenter’s window").isVisible())) await page.getByText("For the teacher").click();
  const [presenter] = await Promise.all([page.waitForEvent("popup"), button(page, "Presenter’s window").click()]);
  await title(presenter, "Notes").waitFor();
  return presenter;
}

stageTest("the presenter sees the step, the notes, the right answer and what comes next", still, async (page) => {
  await openCart(page);
  const presenter = await openPresenter(page);
  await title(presenter, "Alice writes").waitFor();
  await presenter.getByText("Ask for N and W first.").waitFor();
  await presenter.getByText(/^Three, for N is 3\. /).waitFor();
  const next = presenter.getByRole("region", { name: "Next step" });
  assert.match(await next.innerText(), /Both sides write\s+A wall goes up\./);
  await presenter.getByText(/^0:0[1-9]$/).waitFor();
  assert.deepEqual(await accessibilityViolations(presenter), []);
});

stageTest("both windows stay in step, whichever is used", still, async (page) => {
  await openCart(page);
  const presenter = await openPresenter(page);
  await presenter.getByText("Nothing is chosen yet.").waitFor();
  await button(presenter, "Lock in").click();
  await button(presenter, "All five").click();
  await presenter.getByText("A choice is selected, but not locked in yet.").waitFor();
  assert.equal(await page.getByRole("radio", { name: "All five" }).isChecked(), true);
  await button(presenter, "Lock in").click();
  await page.getByText("your prediction").waitFor();
  await button(presenter, "Alice puts milk").click();
  await button(presenter, "To the outcome").click();
  await verdict(page).waitFor();
  await presenter.keyboard.press("PageDown");
  await title(page, "Both sides write").waitFor();
  await title(presenter, "Both sides write").waitFor();
  await presenter.getByText("Draw the wall on the board.").waitFor();
  await blur(page);
  await page.keyboard.press("PageUp");
  await title(presenter, "Alice writes").waitFor();
  await button(presenter, "Back").click();
  await title(page, "Alice writes").waitFor();
});

stageTest("no key of the presenter leaves the lesson, but the button does", still, async (page) => {
  await openLesson(page, { ...cart, steps: cart.steps.slice(-1) });
  await title(page, "The end").waitFor();
  const presenter = await openPresenter(page);
  await title(presenter, "The end").waitFor();
  for (const key of ["PageDown", "ArrowRight", " ", "PageDown"]) await presenter.keyboard.press(key);
  await presenter.keyboard.press("b");
  await page.locator(".blank-screen").waitFor();
  assert.equal(await page.locator(".lesson-card").count(), 1);
  await presenter.keyboard.press("b");
  await button(presenter, "Finish").click();
  await page.getByRole("dialog", { name: "Lessons" }).waitFor();
});

stageTest("the presenter blanks the projected page, and shows it again", still, async (page) => {
  await openCart(page);
  const presenter = await openPresenter(page);
  await button(presenter, "Blank the screen").click();
  await page.locator(".blank-screen").waitFor();
  await button(presenter, "Show the screen").click();
  await page.locator(".blank-screen").waitFor({ state: "detached" });
  await blur(presenter);
  await presenter.keyboard.press(".");
  await page.locator(".blank-screen").waitFor();
});

stageTest("a window that was opened late, or again, is told where the lesson is", still, async (page) => {
  const projected = await page.context().newPage();
  await projected.goto(await origin());
  await openCart(projected);
  await projected.getByRole("radio", { name: "All five" }).check();
  await button(projected, "Lock in").click();
  await projected.getByRole("button", { name: "Step 3: The end" }).click();
  const presenter = await openPresenter(projected);
  await title(presenter, "The end").waitFor();
  await presenter.reload();
  await title(presenter, "The end").waitFor();
  await presenter.getByText("The lesson is over.").waitFor();
  await projected.close();
  await presenter.getByText(/^The projected page is closed/).waitFor();
});

stageTest("the window goes on with a projected page that was loaded anew", still, async (page) => {
  await openCart(page);
  const presenter = await openPresenter(page);
  await title(presenter, "Alice writes").waitFor();
  await page.evaluate(() => new Promise((done) => setTimeout(done, 600)));
  await page.reload();
  await title(page, "Alice writes").waitFor();
  await page.getByRole("radio", { name: "All five" }).check();
  await presenter.getByText("A choice is selected, but not locked in yet.").waitFor();
  await button(presenter, "Blank the screen").click();
  await page.locator(".blank-screen").waitFor();
});

stageTest("nobody but the presenter's window is heard", still, async (page) => {
  await openCart(page);
  await openPresenter(page);
  await page.evaluate(() => postMessage("ringside: blank", "*"));
  const [other] = await Promise.all([page.waitForEvent("popup"), page.evaluate(() => void open("about:blank"))]);
  await other.evaluate(() => opener.postMessage("ringside: blank", "*"));
  await page.evaluate(() => new Promise((done) => setTimeout(done, 50)));
  assert.equal(await page.locator(".blank-screen").count(), 0);
});

test("it works from a file, too, with the network denied", { timeout: 60_000 }, async () => {
  const context = await (await browser()).newContext({ ...still, offline: true });
  context.setDefaultTimeout(15_000);
  try {
    const page = await context.newPage();
    await page.goto(`${new URL("../../dist/ringside.html", import.meta.url)}?lesson=from-a-key-to-a-node`);
    await page.locator(".lesson-card").waitFor();
    const first = await page.locator(".lesson-title").innerText();
    const presenter = await openPresenter(page);
    await title(presenter, first).waitFor();
    await presenter.keyboard.press("PageDown");
    await title(presenter, first).waitFor({ state: "detached" });
    assert.notEqual(await page.locator(".lesson-title").innerText(), first);
    await button(presenter, "Blank the screen").click();
    await page.locator(".blank-screen").waitFor();
  } finally {
    await context.close();
  }
});
