// Editing the cluster: what moves, what is refused, and the way back.

import assert from "node:assert/strict";

import { stageTest } from "./stage.mjs";

const still = { reducedMotion: "reduce" };

const sentence = (page) => page.locator(".sentence");
const button = (page, name) => page.getByRole("button", { name, exact: true });
const field = (page, name) => page.getByRole("textbox", { name, exact: true });
const moved = (page) => page.locator("div.moved-words");
const nodes = (page) => page.getByRole("group", { name: "Nodes" }).getByRole("button");

async function openCluster(page) {
  await button(page, "The cluster").click();
}

async function type(page, name, text) {
  await field(page, name).fill(text);
  await field(page, name).press("Enter");
}

stageTest("a node that joins takes arcs and keys from others, and nobody else does", still, async (page) => {
  await openCluster(page);
  await button(page, "Add").click();
  await page.getByText("8 arcs moved", { exact: true }).waitFor();
  const words = await moved(page).innerText();
  const [, keys, byModulo] = words.match(/(\d+) of 200 keys moved \([\d.]+\s%\); with hash mod nodes: (\d+) of 200/);
  assert.ok(Number(keys) > 0 && Number(keys) < 60 && Number(byModulo) > 130, words);
  const arcs = [...words.matchAll(/(\S)→(\S)/g)].map(([, , to]) => to);
  assert.ok(arcs.length > 0);
  assert.deepEqual([...new Set(arcs)], ["F"]);
  assert.equal(await nodes(page).count(), 6);
  assert.match(await sentence(page).textContent(), /^F joins with 8 tokens\. 8 arcs moved/);
});

const seats = (page) => nodes(page).evaluateAll((seats) => seats.map((seat) => seat.getAttribute("aria-label")));

stageTest("a node that leaves gives its arcs alone, and undo brings it back", still, async (page) => {
  const before = await seats(page);
  await openCluster(page);
  await button(page, "Remove B").click();
  const words = await moved(page).innerText();
  assert.deepEqual([...new Set([...words.matchAll(/(\S)→(\S)/g)].map(([, from]) => from))], ["B"]);
  assert.equal(await nodes(page).count(), 4);
  await button(page, "Undo the change").click();
  assert.equal(await nodes(page).count(), 5);
  assert.deepEqual(await seats(page), before);
  await button(page, "Redo the change").click();
  assert.equal(await nodes(page).count(), 4);
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press("u");
  assert.deepEqual(await seats(page), before);
  await page.keyboard.press("y");
  assert.equal(await nodes(page).count(), 4);
  assert.equal(await button(page, "Redo the change").count(), 0, "nothing more was undone");
});

stageTest("in the middle of a history a node leaves as an operator lets it, and stepping back brings it back", still, async (page) => {
  await page.keyboard.press("p");
  await button(page, "To the end").click();
  const stored = await seats(page);
  assert.equal(stored.filter((label) => label.includes("stores “milk”")).length, 3);
  await openCluster(page);
  await button(page, "Remove E").click();
  assert.match((await seats(page)).join(), /Node E[^,]*.*leav/);
  await button(page, "To the end").click();
  await page.getByText("4 nodes, 32 tokens").waitFor();
  assert.equal((await seats(page)).filter((label) => label.includes("stores “milk”")).length, 3, "its key has moved on");
  while (!(await sentence(page).textContent()).includes("the put is done")) await button(page, "Back").click();
  await page.getByText("5 nodes, 40 tokens").waitFor();
});

stageTest("starting anew forgets what happened, and undo brings the history back", still, async (page) => {
  await page.keyboard.press("p");
  await button(page, "To the end").click();
  const stored = await seats(page);
  await button(page, "Scenario").click();
  await button(page, "Start anew").click();
  assert.ok(!(await seats(page)).join().includes("milk"));
  await page.keyboard.press("u");
  await button(page, "Messages").click();
  assert.deepEqual(await seats(page), stored);
});

stageTest("tokens, names and N, R, W can be changed", still, async (page) => {
  await openCluster(page);
  await type(page, "Tokens of A", "32");
  assert.match(await sentence(page).textContent(), /^A has 32 tokens instead of eight\. \d+ arcs moved/);
  await type(page, "Name of A", "berlin");
  assert.match(await sentence(page).textContent(), /^A is called berlin now and keeps its tokens\. No key moves\.$/);
  await type(page, "N, copies of each key", "4");
  assert.match(await sentence(page).textContent(), /^N = 4 now\./);
  await page.getByText("5 nodes, 64 tokens; N = 4, R = 2, W = 2").waitFor();
  for (const name of [/^Node berlin \(Bn\): 32 tokens/, /^Node E: 8 tokens/]) {
    assert.equal(await page.getByRole("button", { name }).count(), 1, String(name));
  }
});

stageTest("what cannot be is refused by name, and the cluster stays as it was", still, async (page) => {
  await openCluster(page);
  const refused = page.locator(".cluster .refused");
  for (const [name, given, expected] of [
    ["Tokens of B", "0", /tokens of B: got “0”; allowed is a whole number from 1 to 1024/],
    ["Tokens of B", "1025", /tokens of B: got “1025”/],
    ["Tokens of B", "many", /tokens of B: got “many”/],
    ["Name of B", "C", /name: got “C”; allowed is a name that no other node has/],
    ["Name of B", "", /name: got an empty text/],
    ["Name of B", "abcdefghijklmnopqrstuvwxy", /name: got .*1 to 24 characters/],
    ["R, answers a get waits for", "4", /r: got 4; allowed is 1 to N, and N is 3/],
    ["W, copies a put waits for", "0", /W: got “0”/],
    ["N, copies of each key", "1", /r: got 2; allowed is 1 to N, and N is 1/],
  ]) {
    const before = await field(page, name).inputValue();
    await type(page, name, given);
    assert.match(await refused.innerText(), expected, `${name}: ${given}`);
    assert.equal(await field(page, name).inputValue(), before, "the old value is back");
  }
  await field(page, "Name of the new node").fill("A");
  await button(page, "Add").click();
  assert.match(await refused.innerText(), /name: got “A”/);
  await page.getByText("5 nodes, 40 tokens; N = 3, R = 2, W = 2").waitFor();
});

stageTest("one node, and then none", still, async (page) => {
  await openCluster(page);
  for (const name of ["A", "B", "C", "D"]) await button(page, `Remove ${name}`).click();
  await button(page, "Walk").click();
  await button(page, "To the end").click();
  assert.match(await sentence(page).textContent(), /^E keeps “cart-deborah”, alone: it is the only node, though N = 3\.$/);
  if (!(await button(page, "Remove E").isVisible())) await openCluster(page);
  await button(page, "Remove E").click();
  assert.match(await sentence(page).textContent(), /No nodes: no key has a home\./);
  await page.keyboard.press("p");
  assert.match(await sentence(page).textContent(), /Alice.s put failed: no node can be reached/);
  await button(page, "Add").click();
  assert.equal(await nodes(page).count(), 1);
});

stageTest("a thousand tokens on each of twelve nodes are drawn, and a walk goes through them", still, async (page) => {
  await openCluster(page);
  for (let count = 0; count < 7; count++) await button(page, "Add").click();
  for (const name of "ABCDEFGHIJKL") await type(page, `Tokens of ${name}`, "1024");
  await page.getByText("12 nodes, 12,288 tokens; N = 3, R = 2, W = 2").waitFor();
  await page.locator("h1").click();
  await page.keyboard.press("w");
  await page.keyboard.press("End");
  assert.match(await sentence(page).textContent(), /keep “cart-deborah”: three distinct nodes/);
  assert.ok((await page.locator("svg.stage *").count()) < 700);
});

stageTest("what somebody is typing is left alone, whatever else happens", still, async (page) => {
  await openCluster(page);
  await field(page, "Name of C").fill("Cairo");
  await page.getByRole("button", { name: /^Node E/ }).hover();
  await page.locator(".because.pointed").waitFor();
  assert.equal(await field(page, "Name of C").inputValue(), "Cairo");
  await field(page, "Name of C").press("Enter");
  assert.match(await sentence(page).textContent(), /^C is called Cairo now/);
  await field(page, "Name of the new node").fill("Delhi");
  await page.getByRole("button", { name: /^Node E/ }).hover();
  await button(page, "Add").click();
  assert.match(await sentence(page).textContent(), /^Delhi joins/);
});
