// Two ways to do the same thing on the page: by mouse, and by keyboard alone.

import assert from "node:assert/strict";

const MOST_TABS = 160;

const named = (page, role, name) => page.getByRole(role, { name, exact: true });

/** What unfolds where a window or a look has no room for all. */
const FOLDED = ["What you can do", "The lesson", "The challenge", "What is known", "Menu", "Pace, speed, and more"];

/** Sees to it that something is shown: unfolds what it may stand in. */
export async function called(page, thing) {
  for (const fold of FOLDED) {
    if (await thing.first().isVisible()) break;
    const opener = named(page, "button", fold).and(page.locator('[aria-expanded="false"]'));
    if (await opener.isVisible()) await opener.click();
  }
  return thing;
}

/** What a mouse does. */
export const mouse = {
  press: async (page, name) => (await called(page, named(page, "button", name))).click(),
  type: async (page, name, text) => (await called(page, named(page, "textbox", name))).fill(text),
  choose: async (page, name, option) => (await called(page, named(page, "combobox", name))).selectOption(option),
  // Nothing that moves may be waited for: whoever is at the end already may press it all the same.
  toEnd: async (page) => named(page, "button", "To the end").dispatchEvent("click"),
};

/** What a keyboard does: Tab to the thing, and then what its role asks for. */
export const keyboard = {
  press: async (page, name) => {
    await tabTo(page, name);
    await page.keyboard.press("Enter");
  },
  type: async (page, name, text) => {
    await tabTo(page, name);
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type(text);
  },
  choose: async (page, name, option) => {
    await tabTo(page, name);
    await page.keyboard.type(option);
  },
  toEnd: async (page) => {
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press("End");
  },
};

/** Goes on with Tab until something of exactly this name has the focus, and sees to it that it shows. */
export async function tabTo(page, name) {
  for (let presses = 0; presses < MOST_TABS; presses++) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      return element.getAttribute("aria-label") ?? element.labels?.[0]?.textContent.trim() ?? element.textContent.trim();
    });
    if (focused === name) {
      const outlined = await page.evaluate(() => {
        const seen = document.activeElement.closest("label.as-button") ?? document.activeElement;
        return getComputedStyle(seen).outlineStyle;
      });
      assert.notEqual(outlined, "none", `${name} shows that it has the focus`);
      return;
    }
  }
  assert.fail(`Tab never reached ${name}`);
}
