// Editing the cluster by mouse, and fields that are left alone. What moves and what is refused is in src/page/tests/cluster.rs.

import assert from "node:assert/strict";

import { stageTest } from "./stage.mjs";

const still = { reducedMotion: "reduce" };

const sentence = (page) => page.locator(".sentence");
const button = (page, name) => page.getByRole("button", { name, exact: true });
const field = (page, name) => page.getByRole("textbox", { name, exact: true });
const nodes = (page) => page.getByRole("group", { name: "Nodes" }).getByRole("button");

async function openCluster(page) {
  await button(page, "The cluster").click();
}

async function type(page, name, text) {
  await field(page, name).fill(text);
  await field(page, name).press("Enter");
}

const seats = (page) => nodes(page).evaluateAll((seats) => seats.map((seat) => seat.getAttribute("aria-label")));

stageTest("nodes are added, changed and removed by mouse, and each change is taken back", still, async (page) => {
  const before = await seats(page);
  await openCluster(page);
  await button(page, "Add").click();
  await page.getByText("8 arcs moved", { exact: true }).waitFor();
  assert.match(await sentence(page).textContent(), /^F joins with 8 tokens/);
  await button(page, "Remove B").click();
  assert.equal(await nodes(page).count(), 5);
  await type(page, "Tokens of A", "32");
  assert.match(await sentence(page).textContent(), /^A: 8 → 32 tokens/);
  await type(page, "Name of A", "berlin");
  await page.getByRole("button", { name: /^Node berlin\b.*: 32 tokens/ }).waitFor();
  for (const [name, given, expected] of [["Tokens of berlin", "many", /Tokens of berlin must be a whole number from 1 to 1,024\./], ["R, answers a get waits for", "4", /R must be between 1 and N \(3\)\./]]) {
    const value = await field(page, name).inputValue();
    await type(page, name, given);
    assert.match(await page.locator(".beside-field:not(.absent)").innerText(), expected);
    assert.equal(await field(page, name).inputValue(), given, "what was typed stays");
    await field(page, name).press("Escape");
    assert.equal(await field(page, name).inputValue(), value, "Escape brings the present value back");
  }
  for (let changes = 0; changes < 4; changes++) await button(page, "Undo").click();
  assert.deepEqual(await seats(page), before);
  await page.keyboard.press("y");
  assert.equal(await nodes(page).count(), 6);
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press("u");
  assert.deepEqual(await seats(page), before);
  await page.keyboard.press("y");
  assert.equal(await nodes(page).count(), 6);
});

stageTest("what somebody is typing is left alone, whatever else happens", still, async (page) => {
  await openCluster(page);
  await field(page, "Name of C").fill("Cairo");
  await page.getByRole("button", { name: /^Node E/ }).hover();
  await page.locator(".because.pointed").waitFor();
  assert.equal(await field(page, "Name of C").inputValue(), "Cairo");
  await field(page, "Name of C").press("Enter");
  assert.match(await sentence(page).textContent(), /^C is now called Cairo/);
  await field(page, "Name of the new node").fill("Delhi");
  await page.getByRole("button", { name: /^Node E/ }).hover();
  await button(page, "Add").click();
  assert.match(await sentence(page).textContent(), /^Delhi joins/);
});
