// What is known of versions: how they came about, what must always hold, and the paper's words.

import assert from "node:assert/strict";

import { mouse } from "./input-methods.mjs";
import { accessibilityViolations, kept, openScenario, stageTest, violationsInEachLook } from "./stage.mjs";

const still = { reducedMotion: "reduce" };

const button = (page, name) => page.getByRole("button", { name, exact: true });
const list = (page, name) => page.getByRole("list", { name, exact: true }).getByRole("listitem");

async function unfold(page, name) {
  if ((await button(page, name).getAttribute("aria-expanded")) === "false") await mouse.press(page, name);
}

async function ask(page, client, what, value) {
  await unfold(page, "Put and get");
  if ((await button(page, client).getAttribute("aria-pressed")) === "false") await mouse.press(page, client);
  if (value) await mouse.type(page, "Value", value);
  await mouse.press(page, what);
  await mouse.toEnd(page);
}

/** Steps back from here until the sentence says this; the sentence. */
async function saidBefore(page, words) {
  for (let steps = 0; steps < 40; steps++) {
    const said = await page.locator(".sentence").textContent();
    if (words.test(said)) return said;
    await button(page, "Back").click();
  }
  assert.fail(`no step says ${words}`);
}

stageTest("two puts that read nothing are siblings, and a version says who counted it and when", still, async (page) => {
  await ask(page, "Alice", "Put", "milk");
  await ask(page, "Bob", "Put", "eggs");
  await unfold(page, "Version history");
  await page.getByText("2 siblings: neither put had read the other.").waitFor();
  assert.equal(await list(page, "Versions").count(), 2);
  await page.getByRole("button", { name: /^“milk” .*, current$/ }).click();
  const said = page.locator(".sayings");
  assert.match(await said.innerText(), /Alice’s put\. [A-E] coordinated it, so [A-E]’s counter goes from 0 to 1/);
  const go = said.getByRole("button", { name: /^Step \d+$/ }).first();
  const step = await go.innerText();
  await go.click();
  await page.getByText(new RegExp(`^${step} of `)).waitFor();
});

stageTest("of two Merkle trees what is lit is seen", still, async (page) => {
  await open(page, await kept("section-4-7-merkle-trees-find-one-key"));
  await saidBefore(page, /^A sends B what it lacks of 1 key/);
  await unfold(page, "Merkle trees");
  const rims = await page.locator(".tree").first().evaluate((tree) =>
    [".differs rect", ".branch-box:not(.differs) rect"].map((one) => getComputedStyle(tree.querySelector(one))).map(({ stroke, strokeWidth }) => `${stroke} ${strokeWidth}`),
  );
  assert.notEqual(rims[0], rims[1]);
});

/** The note that is open. */
const note = (page) => page.getByRole("dialog");

stageTest("a term of the sentence opens a short entry, by a click or by keys, and Escape gives the focus back", still, async (page) => {
  await ask(page, "Alice", "Put", "milk");
  await mouse.press(page, "To the start");
  const terms = page.locator(".sentence .term");
  for (let step = 0; step < 15 && (await terms.count()) === 0; step++) await button(page, "Step").click();
  const word = (await terms.first().innerText()).toLowerCase();
  for (const key of ["click", "Space", "Enter"]) {
    await (key === "click" ? terms.first().click() : terms.first().press(key));
    await note(page).getByText(/^Section \d/).waitFor();
    assert.ok(word.startsWith((await note(page).locator(".note-title").innerText()).toLowerCase().slice(0, 3)));
    await page.keyboard.press("Escape");
    await note(page).waitFor({ state: "hidden" });
    assert.equal(await terms.first().evaluate((term) => term === document.activeElement), true);
  }
  await terms.first().press("Enter");
  await note(page).getByRole("button", { name: "All the words" }).click();
  await page.locator(".glossary").getByText(/^Section \d/).waitFor();
  assert.equal(await note(page).count(), 0);
});

stageTest("a term in a panel opens its entry, too, and goes when the focus goes on", still, async (page) => {
  await unfold(page, "What must always hold");
  await page.getByRole("list", { name: "Invariants" }).locator(".term").first().press("Enter");
  await note(page).getByText(/^Section \d/).waitFor();
  assert.deepEqual(await accessibilityViolations(page), []);
  await button(page, "Messages").focus();
  await note(page).waitFor({ state: "hidden" });
});

for (const how of ["keyboard", "touch"]) {
  stageTest(`an edge of the graph says what the put had read: ${how}`, { ...still, hasTouch: how === "touch" }, async (page) => {
    await ask(page, "Alice", "Put", "milk");
    await ask(page, "Alice", "Put", "bread");
    await unfold(page, "Version history");
    const edge = page.getByRole("list", { name: "What the puts had read" }).getByRole("button");
    assert.match(await edge.getAttribute("aria-label"), /^The put of \[[A-E],2\] had read \[[A-E],1\], and supersedes it\.$/);
    if (how === "keyboard") await tabToEdge(page);
    else {
      await edge.scrollIntoViewIfNeeded();
      const { x, y, width, height } = await edge.boundingBox();
      // Beside the line, as a finger hits it.
      const at = [x + width / 2 + 6, y + height / 2];
      await page.touchscreen.tap(...at);
    }
    await note(page).getByText(/^The put of .* had read/).waitFor();
    await page.keyboard.press("Escape");
    await note(page).waitFor({ state: "hidden" });
    assert.equal(await edge.evaluate((one) => one === document.activeElement), true);
  });
}

/** By Tab alone to the first edge, and Enter. */
async function tabToEdge(page) {
  for (let presses = 0; presses < 160; presses++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(() => document.activeElement.classList.contains("version-edge"))) return page.keyboard.press("Enter");
  }
  assert.fail("Tab never reached an edge");
}

/** Through a node of one's choice. */
async function through(page, node) {
  await unfold(page, "Put and get");
  const chosen = page.getByRole("combobox", { name: "The node to contact" }).locator("option:checked");
  if ((await chosen.textContent()) !== node) await mouse.choose(page, "The node to contact", node);
}

/** The graph as it is read aloud: each version with what became of it. */
const versions = (page) =>
  page.getByRole("list", { name: "Versions", exact: true }).getByRole("button").evaluateAll((all) => all.map((one) => one.getAttribute("aria-label")));

stageTest("the paper's Figure 3 forks and joins, from the page alone", still, async (page) => {
  await unfold(page, "The cluster");
  for (const node of ["D", "E"]) await mouse.press(page, `Remove ${node}`);
  for (const [old, name] of [["A", "Sx"], ["B", "Sy"], ["C", "Sz"]]) {
    await mouse.type(page, `Name of ${old}`, name);
    await page.keyboard.press("Enter");
  }
  for (const [client, what, value, node] of [
    ["Alice", "Put", "D1", "Sx"],
    ["Alice", "Put", "D2", "Sx"],
    ["Bob", "Get", null, "Sx"],
    ["Alice", "Put", "D3", "Sy"],
    ["Bob", "Put", "D4", "Sz"],
  ]) {
    await through(page, node);
    await ask(page, client, what, value);
  }
  await page.getByText("2 siblings: neither put had read the other.").waitFor();
  const copies = list(page, "Copies of “cart-deborah”");
  assert.equal(await copies.count(), 3);
  for (const copy of await copies.allInnerTexts()) assert.match(copy, /2 siblings/);
  await through(page, "Sx");
  await ask(page, "Alice", "Get");
  await mouse.press(page, "Text");
  await through(page, "Sx");
  await ask(page, "Alice", "Put", "D5");
  assert.deepEqual(await versions(page), [
    "“D1” [Sx,1], superseded",
    "“D2” [Sx,2], superseded",
    "“D3” [Sx,2][Sy,1], superseded",
    "“D4” [Sx,2][Sz,1], superseded",
    "“D5” [Sx,3][Sy,1][Sz,1], current",
  ]);
  // Drawn as in the paper: the siblings side by side and of one size, the join below.
  const boxes = await page.locator(".version-ground").evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON()));
  const [, d2, d3, d4, d5] = boxes;
  assert.deepEqual([d3.y, d3.width, d3.height], [d4.y, d4.width, d4.height]);
  assert.ok(d2.bottom < d3.y && d3.right < d4.x && d4.bottom < d5.y);
  await page.getByRole("button", { name: /^“D5” .*, current$/ }).press("Enter");
  const said = await page.locator(".sayings").innerText();
  assert.match(said, /Sx coordinated it, so Sx’s counter goes from 2 to 3/);
  assert.match(said, /had read \[Sx,2\]\[Sy,1\] and \[Sx,2\]\[Sz,1\], and reconciles them/);
});

const race = {
  ringside: 1,
  title: "A race",
  nodes: ["Sx", "Sy", "Sz"].map((name) => ({ name, tokens: 4 })),
  versioning: "plain",
  script: [
    { do: "put", client: "P", key: "cart", value: "v1", via: "Sx" },
    { do: "get", client: "Q", key: "cart", via: "Sx" },
    { do: "put", client: "P", key: "cart", value: "v2", via: "Sx" },
    { do: "put", client: "Q", key: "cart", value: "v3", via: "Sx" },
  ],
};
async function open(page, scenario) {
  await openScenario(page, scenario);
  await mouse.toEnd(page);
}

stageTest("what is lost is crossed out, with the promise and the step at which it broke", still, async (page) => {
  await open(page, race);
  await unfold(page, "Version history");
  await page.getByText("1 acknowledged write is lost.").waitFor();
  assert.equal((await versions(page)).filter((label) => /“v2” .*, lost$/.test(label)).length, 1);
  assert.equal(await page.locator(".version-words.gone path.strike").count(), 1);
  const loss = page.getByRole("list", { name: "What took another’s place" }).getByRole("button");
  const why = await loss.getAttribute("aria-label");
  assert.match(why, /\[.*\[/, "both versions are named");
  await loss.scrollIntoViewIfNeeded();
  const middle = await loss.locator(".loss-edge").evaluate((path) => {
    const { x, y } = path.getPointAtLength(path.getTotalLength() / 2).matrixTransform(path.getScreenCTM());
    return [x, y];
  });
  for (const press of [() => page.mouse.click(...middle), () => loss.press("Enter")]) {
    await press();
    await note(page).getByText(why).waitFor();
    await page.keyboard.press("Escape");
    await note(page).waitFor({ state: "hidden" });
  }
  const promise = page.locator(".sayings p").filter({ hasText: /was told “done” at step \d+/ });
  const [, step] = (await promise.innerText()).match(/at step (\d+)/);
  await promise.getByRole("button").click();
  await page.getByText(new RegExp(`^Step ${step} of `)).waitFor();
  assert.match(await page.locator(".sentence").textContent(), /hears that the put is done/);
  await mouse.toEnd(page);
  await unfold(page, "What must always hold");
  const broken = page.getByRole("list", { name: "Invariants" }).locator(".broken");
  assert.match(await broken.first().innerText(), /acknowledged/);
  await broken.first().getByRole("button", { name: "To the step at which it broke" }).click();
  assert.ok((await broken.count()) > 0);
  await button(page, "Back").click();
  assert.equal(await broken.count(), 0);
});

stageTest("what is known is accessible, and the page does not scroll, in every look", still, async (page) => {
  await ask(page, "Alice", "Put", "milk,eggs");
  await ask(page, "Bob", "Put", "bread");
  const scrolls = () => page.evaluate(() => document.scrollingElement.scrollHeight - innerHeight);
  for (const look of ["Light", "Dark", "Projector"]) {
    await page.getByRole("combobox", { name: "Look" }).selectOption({ label: look });
    assert.ok((await scrolls()) <= 0, look);
  }
  // The last look is the projector's, where what is known is in a drawer.
  await button(page, "What is known").click();
  for (const panel of ["What the clients have read", "What must always hold", "The paper’s words"]) await unfold(page, panel);
  assert.deepEqual(await violationsInEachLook(page), []);
  assert.ok((await scrolls()) <= 0);
});
