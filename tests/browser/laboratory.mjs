// What tests do with the laboratories: wait for an experiment, and read what it found.

const repeated = (text, times) => Array.from({ length: times }, () => text).join(" ");
const counted = (times, of = (number) => number) => Array.from({ length: times }, (_, number) => of(number)).join(" ");
const own = (delay) => `preset=own&write=${delay}&ack=${delay}&read=${delay}&response=${delay}`;
const largest = "nodes=128&tokens=1024&n=32&trials=100000";

/** Addresses of the largest and the strangest that an experiment can be asked for. */
export const WORST = {
  "shares of the largest ring": `shares&${largest}`,
  "shares of the largest ring in partitions": `shares&${largest}&strategy=random-tokens-equal-partitions&partitions=131072`,
  "shares of ten million keys": `shares&${largest}&keys=10000000`,
  "shares of 1,024 nodes": "shares&nodes=1024&tokens=100&n=3&trials=100000",
  "shares in as many trials as are allowed": "shares&nodes=2&tokens=1&n=1&trials=100000",
  "spread of 256 points in one trial": `spread&nodes=500&n=1&trials=1&tokens=${counted(256, (number) => number + 1)}`,
  "spread of the largest rings": `spread&nodes=128&n=32&trials=100000&tokens=${repeated("1024", 256)}`,
  "figure 8 in as many trials as are allowed": "figure-8&trials=10000",
  "movement in the largest rings": "movement&nodes=256&tokens=64&n=32&partitions=2048&trials=10000",
  "1,000 capacities": `capacity&tokens=100&n=32&trials=100000&capacities=${repeated("1", 999)} 2`,
  "latency of fixed delays": `latency&trials=2000000&${own("fixed 10")}`,
  "latency with a heavy tail": `latency&trials=2000000&${own("pareto 1 0.1")}`,
  "staleness in two data centres, W = 2": `staleness&preset=WAN&r=2&w=2&trials=2000000&after=${counted(500)}`,
  "staleness of fixed delays": `staleness&trials=2000000&${own("fixed 10")}&after=${counted(500)}`,
  "service level of a large cluster": `service-level&nodes=256&n=32&r=32&w=32&requests=200000&leg=pareto 1 0.1&rates=${counted(64, (number) => 15000 * (number + 1))}`,
  "placements on 1,000 nodes": "placements&nodes=1000&n=3",
  "the engine with 16 copies": "engine-staleness&n=16&r=8&w=8&trials=100000",
};

/** Opens the page with such an experiment under way, once more from its start; its tasks of more than 50 ms are in `globalThis.tasks`. */
export async function beginWorst(page, origin, address) {
  await page.goto("about:blank");
  await page.goto(`${origin}/#lab=${address.replaceAll(" ", "%20")}`);
  const [cancel, again] = [button(page, "Cancel"), button(page, "Next seed")];
  await cancel.or(again).filter({ visible: true }).first().waitFor();
  await cancelIfUnderWay(page);
  await watchTasks(page);
  await again.click();
}

/** What is over already has been under way, too. */
export async function cancelIfUnderWay(page) {
  if (await button(page, "Cancel").isVisible()) await button(page, "Cancel").click({ timeout: 5_000 }).catch(() => {});
  await button(page, "Next seed").waitFor();
}

/** Gathers the tasks of more than 50 ms from now on, in `globalThis.tasks`. */
export function watchTasks(page) {
  return page.evaluate(() => {
    globalThis.tasks = [];
    const note = (list) => list.getEntries().forEach((entry) => globalThis.tasks.push(entry.duration));
    new PerformanceObserver(note).observe({ entryTypes: ["longtask"] });
  });
}

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
