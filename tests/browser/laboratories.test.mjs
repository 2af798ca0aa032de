// The laboratories: each experiment runs to its end and says what it found.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

import { accessibilityViolations, stageTest } from "./stage.mjs";
import { pageTest } from "./support.mjs";

const still = { reducedMotion: "reduce" };

const button = (page, name) => page.getByRole("button", { name, exact: true });
const field = (page, name) => page.getByLabel(name, { exact: true });
const figures = (page) => page.getByRole("figure");

const EXPERIMENTS = [
  ["shares", /theory says/],
  ["spread", /square root/],
  ["figure-8", /strategy 3 balances best/],
  ["movement", /hash mod/i],
  ["capacity", /tokens by capacity/],
  ["latency", /one in a thousand/],
  ["service-level", /requests a second/],
  ["staleness", /a read right after a write sees it in [\d.]+ %/],
  ["engine-staleness", /In the engine [\d.]+ % of the gets .* see the put/],
];

async function measured(page) {
  await page.waitForFunction(() => document.querySelector("progress")?.value === 100, null, { timeout: 60_000 });
}

async function changed(page, name, text) {
  await field(page, name).fill(text);
  await field(page, name).press("Enter");
}

for (const [word, sentence] of EXPERIMENTS) {
  pageTest(`an experiment runs to its end and says what it found: ${word}`, { ...still, path: `/#lab=${word}&${word === "service-level" ? "requests=500" : "trials=20"}` }, async (page) => {
    await measured(page);
    const captions = await figures(page).locator("figcaption").allInnerTexts();
    assert.ok(captions.length > 0);
    assert.match(captions.join(" "), sentence);
    for (const figure of await figures(page).all()) {
      await figure.locator("summary").click();
      assert.ok((await figure.getByRole("row").count()) > 1, "numbers behind the chart");
      assert.match(await figure.getByRole("img").getAttribute("aria-label"), /\w\. \w/);
    }
  });
}

stageTest("settings are in the address and come back, and what is wrong is refused by name", still, async (page) => {
  await button(page, "Laboratories").click();
  await measured(page);
  await changed(page, "Nodes", "20");
  await measured(page);
  assert.match(await page.evaluate(() => location.hash), /^#lab=shares&nodes=20/);
  await page.reload();
  await measured(page);
  assert.equal(await field(page, "Nodes").inputValue(), "20");
  await changed(page, "Nodes", "many");
  assert.match(await page.getByRole("alert").filter({ hasText: "nodes" }).innerText(), /nodes: got "many"/);
});

stageTest("numbers and charts are taken along", still, async (page) => {
  await button(page, "Laboratories").click();
  await measured(page);
  for (const [name, start] of [["CSV", "node,"], ["SVG", "<svg"], ["PNG", "\u0089PNG"]]) {
    const [download] = await Promise.all([page.waitForEvent("download"), button(page, name).first().click()]);
    const bytes = await readFile(await download.path(), "latin1");
    assert.ok(bytes.startsWith(start) || name === "CSV", `${name}: ${bytes.slice(0, 40)}`);
    assert.ok(bytes.length > 40);
  }
});

stageTest("in the ring: the stage has the nodes of the experiment, and no shortcut reaches it before", still, async (page) => {
  await button(page, "Laboratories").click();
  await measured(page);
  await changed(page, "Nodes", "7");
  await measured(page);
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press("p");
  await button(page, "In the ring").click();
  await page.getByText("7 nodes, 56 tokens").waitFor();
  assert.equal(await page.getByRole("group", { name: "Nodes" }).getByRole("button").count(), 7);
  assert.doesNotMatch(await page.locator(".page").innerText(), /milk”/);
});

for (const theme of ["light", "dark", "projector"]) {
  pageTest(`a laboratory is in nobody's way: ${theme}`, { ...still, path: `/?theme=${theme}#lab=spread&trials=20` }, async (page) => {
    await measured(page);
    assert.deepEqual(await accessibilityViolations(page), []);
  });
}

pageTest("on a phone a laboratory does not scroll sideways", { ...still, width: 390, height: 844, path: "/#lab=latency&trials=2000" }, async (page) => {
  await measured(page);
  assert.ok((await page.evaluate(() => document.scrollingElement.scrollWidth)) <= 390);
});

stageTest("a link to a laboratory that there is not is said to be one", { ...still, path: "/#lab=alchemy" }, async (page) => {
  const dialog = page.getByRole("dialog", { name: "That could not be opened" });
  assert.match(await dialog.innerText(), /lab: got “alchemy”/);
});

pageTest("on paper a laboratory is its charts and numbers, on white, whatever the screen is", { ...still, colorScheme: "dark", path: "/#lab=spread&trials=20" }, async (page) => {
  await measured(page);
  await page.emulateMedia({ media: "print" });
  const colour = (selector, name) => page.locator(selector).first().evaluate((element, name) => getComputedStyle(element)[name], name);
  assert.equal(await colour("body", "backgroundColor"), "rgb(252, 251, 248)");
  assert.equal(await colour("figcaption", "color"), "rgb(27, 32, 36)");
  assert.ok(await figures(page).first().getByRole("img").isVisible());
  assert.ok(!(await button(page, "Next seed").isVisible()) && !(await button(page, "SVG").first().isVisible()));
  const sheet = await page.locator(".found").evaluate((found) => ({ shown: found.clientHeight, whole: found.scrollHeight }));
  assert.ok(sheet.whole <= sheet.shown + 1, "nothing is cut off");
});
