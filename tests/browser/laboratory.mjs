// What tests do with the laboratories: wait for an experiment, and read what it found.

import assert from "node:assert/strict";

export const button = (page, name) => page.getByRole("button", { name, exact: true });
export const field = (page, name) => page.getByLabel(name, { exact: true });
export const figures = (page) => page.getByRole("figure");

/** Until the first experiment of the page is at its end. */
export async function measured(page) {
  await page.waitForFunction(() => document.querySelector("progress")?.value === 100, null, { timeout: 60_000 });
}

/** Does something that starts an experiment, and waits until that one is at its end: the one before is too, all the time. */
export async function measuredAnew(page, begin) {
  await page.evaluate(() => {
    const bar = document.querySelector("progress");
    let begun = false;
    globalThis.ended = false;
    const look = () => {
      begun ||= bar.value < 100;
      globalThis.ended = begun && bar.value === 100;
    };
    new MutationObserver(look).observe(bar, { attributes: true });
  });
  await begin();
  await page.waitForFunction(() => globalThis.ended, null, { timeout: 60_000 });
}

export async function changed(page, name, text) {
  await field(page, name).fill(text);
  await field(page, name).press("Enter");
}

export const progress = (page) => page.locator("progress").evaluate((bar) => bar.value);

/** What was found: the sentence of each chart, the rows of the table behind it by their headings, and the figures. */
export function reading(page) {
  return page.evaluate(() => {
    const texts = (within, selector) => [...within.querySelectorAll(selector)].map((element) => element.textContent);
    const rows = (table) => {
      const headings = texts(table, "thead th");
      return [...table.querySelectorAll("tbody tr")].map((row) => Object.fromEntries(texts(row, "td").map((text, place) => [headings[place], text])));
    };
    const found = [...document.querySelectorAll("table.figures tbody tr")];
    return {
      captions: texts(document, "figcaption"),
      tables: [...document.querySelectorAll("figure table")].map(rows),
      figures: Object.fromEntries(found.map((row) => [row.querySelector("th").textContent, texts(row, "td")])),
    };
  });
}

/** The number that a text begins with. */
export function number(text) {
  const found = /^[−-]?[\d,]+(\.\d+)?/.exec(text)?.[0];
  assert.ok(found, `no number: ${text}`);
  return Number(found.replaceAll(",", "").replace("−", "-"));
}

/** Half a unit of the last digit that a text gives. */
function half(text) {
  return 0.5 * 10 ** -(/^[−-]?[\d,]+\.(\d+)/.exec(text)?.[1].length ?? 0);
}

/** Two texts give the same number, as far as both are rounded; `times` as large in the second. */
export function assertAgrees(said, shown, times = 1) {
  const [one, other] = [half(said) * times, half(shown)];
  // Rounded alike they are alike; otherwise either may have been rounded up and the other down.
  const allowed = one === other ? 0 : one + other;
  const off = Math.abs(number(said) * times - number(shown));
  assert.ok(off <= allowed + 1e-9, `${said} is said, and ${shown} is shown`);
}

/** The numbers of a sentence: the groups of a pattern that it must match. */
export function numbersOf(sentence, pattern) {
  assert.match(sentence, pattern);
  return pattern.exec(sentence).slice(1);
}
