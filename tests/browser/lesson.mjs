// A small lesson of the tests' own, and what is done with lessons on the page.

import assert from "node:assert/strict";

export const cart = {
  ringsideLesson: 1,
  title: "The cart in a partition",
  summary: "Two clients write on both sides of a wall.",
  minutes: 8,
  scenario: { ringside: 1, seed: 7, network: { delay: { kind: "fixed", ms: 10 } } },
  steps: [
    {
      title: "Alice writes",
      say: "Alice and Bob share a cart.\n\nAll is well.",
      notes: "Ask for N and W first.",
      paper: "4.5",
      look: { key: "cart" },
      do: [{ do: "put", client: "Alice", key: "cart", value: "milk" }],
      act: "Alice puts milk",
      until: "quiet",
      predict: {
        question: "How many nodes keep it in the end?",
        measure: { what: "copies", key: "cart" },
        choices: [
          { text: "Two, for W is 2", is: 2, because: "W says how many answers are waited for." },
          { text: "Three, for N is 3", is: 3, because: "N copies are sent out at once." },
          { text: "All five", is: 5, because: "Only the preference list keeps a key." },
        ],
      },
      happened: "Three copies were made.",
      why: "N copies, W answers.",
      try: "Set W to 3.",
    },
    {
      title: "Both sides write",
      say: "A wall goes up.",
      notes: "Draw the wall on the board.",
      do: [
        { do: "partition", groups: [["A", "B", "Alice"], ["C", "D", "E", "Bob"]] },
        { do: "put", client: "Alice", key: "cart", value: "milk,bread" },
        { do: "put", client: "Bob", key: "cart", value: "eggs" },
      ],
      act: "Put on both sides",
      happened: "Both were accepted.",
    },
    { title: "The end", say: "That is all." },
  ],
};

export const button = (page, name) => page.getByRole("button", { name, exact: true });
export const title = (page, name) => page.getByRole("heading", { name, exact: true });
export const verdict = (page) => page.getByRole("group", { name: "Verdict" });
export const trouble = (page) => page.getByRole("dialog", { name: "That could not be opened" });

/** Opens a lesson's file through the list of lessons. */
export async function openLesson(page, lesson = cart) {
  await button(page, "Lessons").click();
  const text = typeof lesson === "string" ? lesson : JSON.stringify(lesson);
  const file = { name: "lesson.json", mimeType: "application/json", buffer: Buffer.from(text) };
  await page.getByLabel("Open a file of a lesson or a challenge").setInputFiles(file);
}

/** Opens the lesson of the tests, at its first step. */
export async function openCart(page) {
  await openLesson(page);
  await title(page, cart.steps[0].title).waitFor();
}

/** Nothing has the focus, so that keys mean what they mean on the page. */
export const blur = (page) => page.evaluate(() => document.activeElement.blur());

/** Goes on with Tab until something for which `found` holds has the focus. */
export async function tabUntil(page, found, what) {
  for (let presses = 0; presses < 160; presses++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(found)) return;
  }
  assert.fail(`Tab never reached ${what}`);
}

/** The files of everything that is stored, as the seats say it. */
export const stores = async (page, value) => page.getByRole("button", { name: new RegExp(`stores “${value}”`) }).count();
