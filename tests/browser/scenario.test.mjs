// Settings, and whole histories: played again, saved, opened, linked to.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

import { accessibilityViolations, stageTest, violationsInEachLook } from "./stage.mjs";
import { origin } from "./support.mjs";

const still = { reducedMotion: "reduce" };

const sentence = (page) => page.locator(".sentence");
const button = (page, name) => page.getByRole("button", { name, exact: true });
const field = (page, name) => page.getByRole("textbox", { name, exact: true });
const seats = (page) =>
  page.getByRole("group", { name: "Nodes", exact: true }).getByRole("button").evaluateAll((all) => all.map((seat) => seat.getAttribute("aria-label")));
const stepWords = (page) => page.locator(".step-words").innerText();

async function putAndEnd(page, value) {
  if (!(await button(page, "Put").isVisible())) await button(page, "Put and get").click();
  await field(page, "Value").fill(value);
  await button(page, "Put").click();
  await button(page, "To the end").click();
}

async function type(page, name, text) {
  await field(page, name).fill(text);
  await field(page, name).press("Enter");
}

/** The scenario that “Save” hands over, as a text. */
async function saved(page) {
  if (!(await button(page, "Save the scenario").isVisible())) await button(page, "Scenario").click();
  const [download] = await Promise.all([page.waitForEvent("download"), button(page, "Save the scenario").click()]);
  assert.equal(download.suggestedFilename(), "ringside-scenario.json");
  return readFile(await download.path(), "utf8");
}

async function open(page, text) {
  const file = { name: "lesson.json", mimeType: "application/json", buffer: Buffer.from(text) };
  await page.getByLabel("Open a scenario").setInputFiles(file);
}

stageTest("a saved scenario opens to exactly the same history", still, async (page) => {
  await putAndEnd(page, "milk");
  await putAndEnd(page, "bread");
  const [words, stored] = [await stepWords(page), await seats(page)];
  const text = await saved(page);
  const scenario = JSON.parse(text);
  assert.deepEqual([scenario.ringside, scenario.script.map((entry) => entry.value)], [1, ["milk", "bread"]]);

  await button(page, "Start over").click();
  assert.match(await sentence(page).textContent(), /^Started over/);
  assert.equal(await button(page, "Start over").getAttribute("title"), "Nothing has happened yet");
  await open(page, text);
  await page.getByText("The scenario is open.").waitFor();
  assert.deepEqual([await stepWords(page), await seats(page)], [words, stored]);
  assert.equal(await saved(page), text, "and it is saved just so again");

  await button(page, "Undo: The scenario is open").click();
  assert.equal((await seats(page)).filter((label) => /stores/.test(label)).length, 0);
});

stageTest("a scenario can be pasted, and dropped on the page", still, async (page) => {
  await button(page, "Scenario").click();
  await page.getByText("Paste a scenario").click();
  const script = [{ do: "put", client: "Zoë", key: "cart", value: "milk" }];
  await page.getByLabel("A scenario as JSON").fill(JSON.stringify({ ringside: 1, title: "One <b>put</b>", script }));
  await button(page, "Open the text").click();
  await page.getByText("“One <b>put</b>” is open.").waitFor();
  assert.equal(await field(page, "Key").inputValue(), "cart");
  await button(page, "Put and get").click();
  await button(page, "Zoë").waitFor();

  const dropped = JSON.stringify({ ringside: 1, title: "Two nodes", nodes: [{ name: "P", tokens: 2 }, { name: "Q", tokens: 2 }] });
  const data = await page.evaluateHandle((text) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], "two.json", { type: "application/json" }));
    return transfer;
  }, dropped);
  await page.dispatchEvent("svg.stage", "drop", { dataTransfer: data });
  await page.getByText("“Two nodes” is open.").waitFor();
  assert.equal((await seats(page)).length, 2);
});

stageTest("a link leads to exactly this step", { ...still, permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
  await putAndEnd(page, "<img src=x onerror=alert(1)>");
  await page.evaluate(() => document.activeElement.blur());
  for (const key of ["ArrowLeft", "ArrowLeft"]) await page.keyboard.press(key);
  const [words, stored, said] = [await stepWords(page), await seats(page), await sentence(page).textContent()];
  await button(page, "Scenario").click();
  await button(page, "Copy the link").click();
  await page.getByText(/^Copied: a link of \d+ characters/).waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  assert.ok(link.startsWith(`${await origin()}/#1.`), link.slice(0, 60));
  await page.goto("about:blank");
  await page.goto(link);
  await button(page, "Play").waitFor();
  assert.deepEqual([await stepWords(page), await seats(page), await sentence(page).textContent()], [words, stored, said]);
  await button(page, "To the end").click();
  await putAndEnd(page, "bread");
  assert.equal((await seats(page)).filter((label) => /stores “bread”/.test(label)).length, 3, "and the history goes on");
  assert.equal(await page.locator("img").count(), 0);
});

stageTest("settings are chosen and typed by mouse, and the same history is played again with one", still, async (page) => {
  await button(page, "The cluster").click();
  for (const group of ["Quorums and versions", "Placement of tokens", "Network and chance", "Timers"]) await page.getByText(group).click();
  for (const [name, option, words] of [
    ["Quorums", "strict", /^Quorums are now strict/],
    ["Versions", "last write wins", /last write wins|time stamp|clock/i],
    ["Strategy", "equal-partitions", /^Tokens are now placed by strategy 3: /],
    ["Delay", "always the same", /No key moves\.$/],
  ]) {
    await page.getByRole("combobox", { name, exact: true }).selectOption(option);
    assert.match(await sentence(page).textContent(), words);
  }
  await type(page, "Q, equal partitions", "4");
  await page.getByText(/Partitions must be between 5 and 1024, for 5 nodes\./).waitFor();
  assert.equal(await field(page, "Q, equal partitions").inputValue(), "4", "what was typed stays");
  for (const [name, value, words] of [
    ["Delay, ms", "10", "A message now takes 10 ms"],
    ["Message loss, %", "5", "5 % of messages are now lost"],
    ["Seed", "42", "The seed is now 42"],
    ["Pairs per clock", "3", "A clock now keeps 3 pairs"],
    ["Gossip interval, ms", "0", "Gossip is now off"],
    ["Hint interval, ms", "500", "Hint delivery now runs every 500 ms"],
    ["Merkle tree interval, ms", "2000", "Merkle tree comparison now runs every 2000 ms"],
    ["Request timeout, ms", "250", "A coordinator now waits 250 ms for answers"],
  ]) {
    await type(page, name, value);
    assert.equal(await sentence(page).textContent(), `${words}. No key moves.`);
  }
  await page.getByRole("button", { name: /^Undo: A coordinator now waits/ }).click();
  await putAndEnd(page, "milk");
  await button(page, "The cluster").click();
  await page.getByText("Quorums and versions").click();
  const versions = page.getByRole("combobox", { name: "Versions" });
  await versions.selectOption("plain vector clocks");
  await button(page, "Keep it as it is").click();
  assert.equal(await versions.inputValue(), "last-write-wins", "a choice that was not made is not shown");
  await versions.selectOption("plain vector clocks");
  await button(page, "Play the same again with it").click();
  assert.equal(await sentence(page).textContent(), "Versioning is now plain vector clocks.");
});

stageTest("every part of what can be done is accessible in every look", still, async (page) => {
  await page.keyboard.press("End");
  await putAndEnd(page, "milk");
  const blind = page.getByRole("combobox", { name: "The context of a put" });
  await blind.selectOption("blind");
  await putAndEnd(page, "bread");
  await button(page, "Get").click();
  await button(page, "To the end").click();
  await page.getByRole("group", { name: "Reconcile" }).waitFor();
  await button(page, "Cart").click();
  await button(page, "Stored keys").click();
  for (const part of ["Put and get", "What can go wrong", "The cluster", "Scenario", "The key’s journey"]) {
    if ((await button(page, part).getAttribute("aria-expanded")) === "false") await button(page, part).click();
    for (const summary of await page.locator(".do summary").all()) await summary.click();
    assert.deepEqual(await violationsInEachLook(page), [], part);
  }
});

stageTest("markup, right-to-left text and emoji are text in every field", still, async (page) => {
  const hostile = ["<img src=x onerror=al(1)>", "שלום עולם", "🦀🏳️‍🌈", "a\u0000b\u202ec"];
  await button(page, "Put and get").click();
  await page.getByText("Clients: rename or add").click();
  for (const text of hostile) {
    await button(page, "Add a client").click();
    const name = page.locator(".clients input");
    await name.fill(text.slice(0, 24));
    await name.press("Enter");
  }
  await button(page, "Cart").click();
  for (const text of hostile) {
    await field(page, "Add an item").fill(text);
    await button(page, "Add").click();
  }
  await button(page, "Put").click();
  await button(page, "To the end").click();
  for (const part of ["What can go wrong", "Scenario", "Put and get"]) {
    await button(page, part).click();
    for (const summary of await page.locator(".do summary").all()) await summary.click();
    assert.equal(await page.locator("img").count(), 0);
    const wide = await page.locator(".do").evaluate((column) => [column.scrollWidth, column.clientWidth]);
    assert.ok(wide[0] <= wide[1], `${part}: ${wide}`);
  }
  assert.deepEqual(await accessibilityViolations(page), []);
});
