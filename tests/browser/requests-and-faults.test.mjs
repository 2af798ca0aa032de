// What can be done, from the page alone: clients and their carts, what goes wrong and is mended.

import assert from "node:assert/strict";

import { keyboard, mouse } from "./input-methods.mjs";
import { stageTest } from "./stage.mjs";

const still = { reducedMotion: "reduce" };

const sentence = (page) => page.locator(".sentence");
const button = (page, name) => page.getByRole("button", { name, exact: true });
const list = (page, name) => page.getByRole("list", { name, exact: true }).getByRole("listitem");
const seat = (page, name) => page.getByRole("group", { name: "Nodes", exact: true }).getByRole("button", { name: new RegExp(`^Node ${name}\\b`) });

/** How many nodes store just this of the key. */
const storing = (page, value) => page.getByRole("button", { name: new RegExp(`^Node .*stores “${value}”`) }).count();

async function unfold(page, hand, part) {
  const heading = button(page, part);
  if ((await heading.getAttribute("aria-expanded")) === "false") await hand.press(page, part);
}

/** A client asks, and everything that comes of it is seen. */
async function ask(page, hand, client, what) {
  await unfold(page, hand, "Put and get");
  if ((await button(page, client).getAttribute("aria-pressed")) === "false") await hand.press(page, client);
  await hand.press(page, what);
  await hand.toEnd(page);
}

async function addToCart(page, hand, client, item) {
  await unfold(page, hand, "Put and get");
  if ((await button(page, client).getAttribute("aria-pressed")) === "false") await hand.press(page, client);
  await hand.type(page, "Add an item", item);
  await hand.press(page, "Add");
  await hand.press(page, "Put");
  await hand.toEnd(page);
}

async function put(page, hand, client, value) {
  await unfold(page, hand, "Put and get");
  await hand.type(page, "Value", value);
  await ask(page, hand, client, "Put");
}

/** Steps back from here until a sentence says this. */
async function saidBefore(page, words) {
  await page.evaluate(() => document.activeElement.blur());
  for (let step = 0; step < 60; step++) {
    if (words.test(await sentence(page).textContent())) return;
    await page.keyboard.press("ArrowLeft");
  }
  assert.fail(`no step says ${words}`);
}

stageTest("a partition, a cart on each side, the fork, the repair, the reconciliation: by keyboard", still, async (page) => {
  await unfold(page, keyboard, "Put and get");
  await keyboard.press(page, "Cart");
  await addToCart(page, keyboard, "Alice", "milk");
  assert.equal(await storing(page, "milk"), 3);
  await ask(page, keyboard, "Bob", "Get");
  assert.deepEqual(await list(page, "Items of the cart").allInnerTexts(), ["milk\n×"], "his cart is what he read");

  await unfold(page, keyboard, "What can go wrong");
  assert.equal(await button(page, "Draw the wall").getAttribute("aria-disabled"), "true");
  assert.match(await button(page, "Draw the wall").getAttribute("title"), /one side/);
  for (const name of ["D", "E", "Bob"]) await keyboard.choose(page, `Side of ${name}`, "2");
  await keyboard.press(page, "Draw the wall");
  assert.match(await sentence(page).textContent(), /^The network splits: A, B, C, Alice; D, E, Bob/);
  assert.match(await button(page, "Draw the wall").getAttribute("title"), /is the present wall/);
  await keyboard.toEnd(page);

  await addToCart(page, keyboard, "Alice", "bread");
  await addToCart(page, keyboard, "Bob", "eggs");
  assert.ok((await storing(page, "milk,bread")) > 0 && (await storing(page, "milk,eggs")) > 0, "each side has a cart of its own");

  await unfold(page, keyboard, "What can go wrong");
  await keyboard.press(page, "Repair");
  assert.match(await sentence(page).textContent(), /^The network is whole again/);
  assert.equal(await button(page, "Repair").getAttribute("aria-disabled"), "true");
  await keyboard.toEnd(page);

  await ask(page, keyboard, "Alice", "Get");
  const siblings = await list(page, "Siblings").allInnerTexts();
  assert.equal(siblings.length, 2, siblings.join("\n"));
  for (const value of [/“milk,bread”/, /“milk,eggs”/]) assert.ok(siblings.some((card) => value.test(card)), String(value));
  await keyboard.press(page, "Union");
  await keyboard.toEnd(page);
  assert.equal(await page.getByRole("group", { name: "Reconcile" }).count(), 0, "nothing is left to reconcile");
  const merged = await page.getByRole("button", { name: /^Node .*stores “milk,(bread,eggs|eggs,bread)”/ }).count();
  assert.equal(merged, 3, "all three copies agree");
});

stageTest("a hinted handoff: a home is down, another keeps its copy, and delivers it: by mouse", still, async (page) => {
  await mouse.type(page, "Key", "cart-paul");
  await unfold(page, mouse, "What can go wrong");
  await mouse.press(page, "Crash B, its disk stays");
  assert.match(await sentence(page).textContent(), /^B (crashes|is down|goes down)/);
  const wipe = button(page, "Wipe B: it crashes and loses its disk");
  assert.equal(await wipe.getAttribute("aria-disabled"), "true");
  assert.equal(await wipe.getAttribute("title"), "B is down already");
  assert.ok(await button(page, "Restart B").evaluate((one) => one === document.activeElement), "what undoes it has the focus");
  await mouse.toEnd(page);
  await put(page, mouse, "Alice", "rice");
  assert.doesNotMatch(await seat(page, "B").getAttribute("aria-label"), /stores “rice”/);
  assert.equal(await page.getByRole("button", { name: /^Node [ACDE]: .*keeps 1 key for B/ }).count(), 1, "a stand-in has its parcel");
  await unfold(page, mouse, "What can go wrong");
  await mouse.press(page, "Restart B");
  await mouse.toEnd(page);
  assert.match(await seat(page, "B").getAttribute("aria-label"), /stores “rice”/);
  assert.equal(await page.getByRole("button", { name: /keeps 1 key for B/ }).count(), 0, "and has given it away");
  await button(page, "Crash B, its disk stays").waitFor();
});

stageTest("what stands in the part of requests is used by mouse: delete, a blind put, siblings that are picked or written, stored keys, trees", still, async (page) => {
  await put(page, mouse, "Alice", "milk");
  await ask(page, mouse, "Alice", "Delete");
  assert.equal(await page.getByRole("button", { name: /^Node .*stores deleted/ }).count(), 3);
  await put(page, mouse, "Alice", "(1,2)");
  await page.getByRole("combobox", { name: "The context of a put" }).selectOption("blind");
  await put(page, mouse, "Alice", "(1,3)");
  await ask(page, mouse, "Alice", "Get");
  assert.equal(await list(page, "Siblings").count(), 2);
  await button(page, "Pick “(1,3)”").click();
  await mouse.toEnd(page);
  assert.equal(await storing(page, "\\(1,3\\)"), 3);
  await put(page, mouse, "Bob", "(1,4)");
  await ask(page, mouse, "Alice", "Get");
  await page.getByRole("textbox", { name: "Replace them with" }).fill("both");
  await button(page, "Put this value").click();
  await mouse.toEnd(page);
  assert.equal(await storing(page, "both"), 3);
  const key = page.getByRole("textbox", { name: "Key", exact: true });
  await key.fill("cart-paul");
  await put(page, mouse, "Bob", "rice");
  await button(page, "Stored keys").click();
  await page.getByRole("list", { name: "Stored keys" }).getByRole("button", { name: "cart-deborah" }).click();
  assert.equal(await key.inputValue(), "cart-deborah");
  await unfold(page, mouse, "What can go wrong");
  await button(page, "Wipe C: it crashes and loses its disk").click();
  await button(page, "Restart C").click();
  await page.getByText("Compare 2 Merkle trees").click();
  await mouse.choose(page, "First node", "C");
  await mouse.choose(page, "Second node", "D");
  await button(page, "Compare now: the trees of C and D").click();
  await mouse.toEnd(page);
  assert.match(await seat(page, "C").getAttribute("aria-label"), /stores/);
});

stageTest("a request goes through the node that was chosen, and N, R, W can be its own", still, async (page) => {
  await unfold(page, mouse, "Put and get");
  await mouse.choose(page, "The node to contact", "D");
  await button(page, "Put").click();
  assert.match(await sentence(page).textContent(), /^Alice asks D to put/);
  await page.getByText("For this request only").click();
  await page.getByRole("textbox", { name: "W of this request" }).fill("4");
  await button(page, "Put").click();
  await page.getByText(/W must be between 1 and N \(3\)\./).waitFor();
  await page.getByRole("textbox", { name: "W of this request" }).fill("some");
  await button(page, "Put").click();
  await page.getByText(/W of this request must be a whole number/).waitFor();
  await page.getByRole("textbox", { name: "W of this request" }).fill("3");
  await button(page, "Put").click();
  await mouse.toEnd(page);
  assert.match(await page.locator(".centre").textContent(), /3 of 3/);
});

stageTest("a link is held and released, a message is dropped, a clock is set wrong, each with its opposite", still, async (page) => {
  await unfold(page, mouse, "What can go wrong");
  await page.getByText("Hold or cut a link").click();
  await mouse.choose(page, "From", "Alice");
  await mouse.choose(page, "To", "A");
  assert.equal(await button(page, "Release messages from Alice to A").getAttribute("title"), "Nothing is held from Alice to A");
  await button(page, "Hold messages from Alice to A").click();
  assert.match(await sentence(page).textContent(), /^Messages from Alice to A wait/);
  assert.deepEqual(await list(page, "Held links").locator("span").allInnerTexts(), ["Alice to A waits"]);
  assert.equal(await button(page, "Hold messages from Alice to A").getAttribute("aria-disabled"), "true");
  await button(page, "Release messages from Alice to A").click();
  assert.equal(await list(page, "Held links").count(), 0);

  await page.getByText("Skew a clock").click();
  const clock = page.getByRole("textbox", { name: "Clock of C, milliseconds ahead" });
  await clock.fill("-250");
  await clock.press("Enter");
  assert.match(await sentence(page).textContent(), /^C’s clock is 250 ms behind/);
  await clock.fill("soon");
  await clock.press("Enter");
  await page.getByText(/Clock of C must be a number/).waitFor();
  assert.equal(await clock.inputValue(), "soon", "what was typed stays");
  assert.match(await seat(page, "C").getAttribute("aria-label"), /its clock is 250 ms behind$/);
  await clock.fill("0");
  await clock.press("Enter");
  await page.getByText(/^Step 4 of 4/).waitFor();
  assert.equal(await clock.inputValue(), "0");
  assert.doesNotMatch(await seat(page, "C").getAttribute("aria-label"), /clock/);

  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press("p");
  await page.keyboard.press(" ");
  await page.getByText("Drop a message").click();
  const flying = list(page, "Messages that can be dropped");
  const before = await flying.allInnerTexts();
  assert.equal(before.length, 1);
  await page.getByRole("button", { name: /^Drop put-request from Alice to [A-E]$/ }).click();
  assert.match(await sentence(page).textContent(), /^The message “put” from Alice to [A-E] is dropped/);
  assert.equal(await flying.count(), 0);
  await button(page, "Back").click();
  assert.deepEqual(await flying.allInnerTexts(), before, "what was dropped can be dropped again: it flies");
});

stageTest("clients have names and contexts of their own, and more can come", still, async (page) => {
  await unfold(page, mouse, "Put and get");
  await page.getByText("Clients: rename or add").click();
  const name = (of) => page.getByRole("textbox", { name: `Name of ${of}`, exact: true });
  await name("Alice").fill("Ann");
  await name("Alice").press("Enter");
  await button(page, "Ann").waitFor();
  await name("Ann").fill("Bob");
  await name("Ann").press("Enter");
  await page.getByText(/The name “Bob” is taken; choose another one\./).waitFor();
  await button(page, "Put").click();
  assert.match(await sentence(page).textContent(), /^Ann asks/);
  for (let more = 0; more < 6; more++) await button(page, "Add a client").click();
  assert.equal(await page.getByRole("group", { name: "Who asks" }).getByRole("button").count(), 8);
  assert.equal(await button(page, "Add a client").getAttribute("aria-disabled"), "true");
  await button(page, "Add a client").click({ force: true });
  assert.equal(await page.getByRole("group", { name: "Who asks" }).getByRole("button").count(), 8);

  // Who has asked for nothing can go; who is part of what happened stays.
  const last = await page.getByRole("group", { name: "Who asks" }).getByRole("button").last().innerText();
  await button(page, last).click();
  await button(page, `Remove ${last}`).click();
  assert.equal(await page.getByRole("group", { name: "Who asks" }).getByRole("button").count(), 7);
  await button(page, "Ann").click();
  assert.equal(await button(page, "Remove Ann").getAttribute("aria-disabled"), "true");
  await button(page, "Remove Ann").click({ force: true });
  await page.getByText("Ann is part of what has happened, and stays.").waitFor();
  assert.equal(await page.getByRole("group", { name: "Who asks" }).getByRole("button").count(), 7);

  await name("Ann").fill("Anna");
  await name("Ann").press("Enter");
  await page.getByRole("group", { name: "Play the same again" }).getByText(/“Ann” is called “Anna” from the beginning/).waitFor();
  await button(page, "Play the same again with it").click();
  await button(page, "Anna").waitFor();
  await saidBefore(page, /^Anna asks/);
});
