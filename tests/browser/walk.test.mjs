// The journey of a key: bytes, digest, angle, walk.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";

import { stageTest } from "./stage.mjs";

const still = { reducedMotion: "reduce" };

function md5(text) {
  return createHash("md5").update(text).digest("hex");
}

const key = (page) => page.getByRole("textbox", { name: "Key", exact: true });
const sentence = (page) => page.locator(".sentence");
const step = (page) => page.getByRole("button", { name: "Step", exact: true });
const preferenceList = (page) => page.getByRole("list", { name: "Preference list" }).getByRole("listitem");

/** What the module itself says of a key on the default cluster. */
function asked(page, name) {
  return page.evaluate(async (key) => {
    const { default: init, preferenceList } = await import("/ringside.js");
    await init();
    const nodes = ["A", "B", "C", "D", "E"].map((name) => ({ name, tokens: 8 }));
    return preferenceList({ nodes, n: 3, key });
  }, name);
}

async function toTheEnd(page) {
  await page.getByRole("button", { name: "To the end" }).click();
}

stageTest("the page opens with a question, a key typed, and nothing known yet", still, async (page) => {
  assert.equal(await key(page).inputValue(), "cart-deborah");
  assert.match(await sentence(page).textContent(), /Five nodes share a ring. Which of them keep “cart-deborah”\?/);
  assert.equal(await preferenceList(page).count(), 0);
  assert.equal(await page.locator("button.primary:visible").count(), 1);
});

stageTest("a key's digest, angle, struck-out token and list can be read from the page", still, async (page) => {
  for (const name of ["cart-deborah", "cart-paul", "cart-bob", "ключ 🗝"]) {
    await key(page).fill(name);
    const { position, replicas, walk } = await asked(page, name);
    assert.equal(position, md5(name));
    await toTheEnd(page);
    const list = await preferenceList(page).allInnerTexts();
    assert.deepEqual(list.map((text) => text.replaceAll(/\s+/g, " ").trim().split(" ").at(-1)), replicas);

    const taken = walk.findLastIndex((met) => met.taken);
    const skipped = walk.slice(0, taken).filter((met) => met.reason === "already-chosen").map((met) => met.node);
    const struck = await page.getByRole("list", { name: "Struck out" }).getByRole("listitem").allInnerTexts();
    assert.deepEqual(struck.map((text) => text.match(/(\S+) is on the list already/)[1]), skipped);

    await page.getByRole("button", { name: "Back" }).click();
    const stages = page.getByRole("list", { name: "The key’s journey" });
    // The first walk ends with an offer to put the key; the stages are a click away.
    if (!(await stages.isVisible())) await page.getByRole("button", { name: "The key’s journey" }).click();
    const digest = await stages.getByRole("button", { name: /MD5/ }).innerText();
    assert.equal(digest.replaceAll(/[^0-9a-f]/g, "").slice(-32), md5(name));
  }
});

stageTest("the walk stops at each token, and says why it strikes one out", still, async (page) => {
  const said = [];
  for (let shown = 1; shown <= 8; shown++) {
    await step(page).click();
    await page.getByText(`Step ${shown} of 8`).waitFor();
    said.push(await sentence(page).textContent());
  }
  assert.match(said[0], /“cart-deborah” is 12 bytes/);
  assert.match(said[1], /MD5 makes 128 bits/);
  assert.match(said[2], new RegExp(`${md5("cart-deborah").slice(0, 4)}… lies 25.0° clockwise`));
  assert.match(said[3], /the first token is E’s: E is first on the list/);
  assert.match(said[5], /^E is on the list already: a second copy on the same machine would be lost with it\.$/);
  assert.match(said[7], /^E, D and C keep “cart-deborah”: three distinct nodes, N = 3\.$/);
});

stageTest("the list builds up, and taking steps back takes nodes off it again", still, async (page) => {
  const counts = { 3: 0, 4: 1, 5: 2, 6: 2, 7: 3, 8: 3 };
  const scrub = page.getByRole("slider", { name: "Step" });
  for (const [shown, count] of [...Object.entries(counts), ...Object.entries(counts).reverse()]) {
    await scrub.fill(shown);
    assert.equal(await preferenceList(page).count(), count, `after ${shown} steps`);
  }
});

stageTest("a stage can be chosen, and the walk replayed", still, async (page) => {
  await step(page).click();
  await page.getByRole("button", { name: /Angle/ }).click();
  await page.getByText("Step 3 of 8").waitFor();
  await page.getByRole("button", { name: "Where does it go?" }).click();
  await page.getByText("Step 1 of 8").waitFor();
  await page.getByRole("button", { name: "Pause" }).waitFor();
});

stageTest("after the walk, putting the key is offered", still, async (page) => {
  await toTheEnd(page);
  const put = page.getByRole("button", { name: "Put", exact: true });
  assert.ok(await put.isVisible());
  assert.equal(await put.getAttribute("class"), "primary");
});

stageTest("a walk plays to its end by itself, with motion", { reducedMotion: "no-preference" }, async (page) => {
  await page.getByRole("combobox", { name: "Speed" }).selectOption("8×");
  await page.getByRole("button", { name: "Where does it go?" }).click();
  await page.getByText("Step 8 of 8").waitFor();
  assert.equal(await preferenceList(page).count(), 3);
  await page.getByRole("button", { name: "Play", exact: true }).waitFor();
});

stageTest("a key that is empty or too long is refused, and the last good one stays", still, async (page) => {
  const refused = page.locator("#key-refused");
  for (const [given, expected] of [["", /key: got an empty text/], ["x".repeat(1025), /key: got 1025 bytes/]]) {
    await key(page).fill(given);
    assert.match(await refused.innerText(), expected);
    assert.match(await sentence(page).textContent(), /“cart-deborah”/);
  }
  await key(page).fill("x".repeat(1024));
  assert.equal(await refused.isVisible(), false);
  await step(page).click();
  await page.getByText(/is 1,024 bytes/).waitFor();
});
