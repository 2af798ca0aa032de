// What is known of versions: how they came about, what must always hold, and the paper's words.

import assert from "node:assert/strict";

import { mouse } from "./hands.mjs";
import { stageTest } from "./stage.mjs";

const still = { reducedMotion: "reduce" };

const button = (page, name) => page.getByRole("button", { name, exact: true });
const list = (page, name) => page.getByRole("list", { name, exact: true }).getByRole("listitem");

async function unfold(page, name) {
  if ((await button(page, name).getAttribute("aria-expanded")) === "false") await button(page, name).click();
}

async function ask(page, client, what, value) {
  await unfold(page, "Put and get");
  if ((await button(page, client).getAttribute("aria-pressed")) === "false") await button(page, client).click();
  if (value) await mouse.type(page, "Value", value);
  await button(page, what).click();
  await mouse.toEnd(page);
}

stageTest("two puts that read nothing are siblings, and a version says who counted it and when", still, async (page) => {
  await ask(page, "Alice", "Put", "milk");
  await ask(page, "Bob", "Put", "eggs");
  await unfold(page, "How its versions came about");
  await page.getByText("Two siblings: neither put had read the other.").waitFor();
  assert.equal(await list(page, "Versions").count(), 2);
  await page.getByRole("button", { name: /^“milk” .*, current$/ }).click();
  const said = page.locator(".sayings");
  assert.match(await said.innerText(), /Alice’s put\. [A-E] coordinated it, so [A-E]’s counter goes from 0 to 1/);
  const go = said.getByRole("button", { name: /^Step \d+$/ }).first();
  const step = await go.innerText();
  await go.click();
  await page.getByText(new RegExp(`^${step} of `)).waitFor();
});

stageTest("ten invariants are told", still, async (page) => {
  await unfold(page, "What must always hold");
  assert.equal(await list(page, "Invariants").count(), 10);
});

for (const key of ["Enter", "Space"]) {
  stageTest(`a term of the sentence opens the paper's words: ${key}`, still, async (page) => {
    await ask(page, "Alice", "Put", "milk");
    await mouse.press(page, "To the start");
    for (let step = 0; step < 15 && (await page.locator(".sentence .term").count()) === 0; step++) await button(page, "Step").click();
    await page.locator(".sentence .term").first().press(key);
    await page.locator(".glossary").getByText(/^Section \d/).waitFor();
  });
}
