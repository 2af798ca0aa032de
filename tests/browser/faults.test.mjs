// What is done on the stage itself: a wall by stroke, by drag and by menu; crash and restart; messages dropped and held.

import assert from "node:assert/strict";

import { mouse, tabTo } from "./input-methods.mjs";
import { openScenario, stageTest, violationsInEachLook } from "./stage.mjs";

const still = { reducedMotion: "reduce" };

const sentence = (page) => page.locator(".sentence");
const stage = (page) => page.locator("svg.stage");
const node = (page, name) =>
  page.getByRole("group", { name: "Nodes", exact: true }).getByRole("button", { name: new RegExp(`^Node ${name}[: (]`) });
const client = (page, name) => page.getByRole("group", { name: "Clients" }).getByRole("button", { name: new RegExp(`^Client ${name}`) });
const item = (page, name) => page.getByRole("menuitem", { name, exact: true });
const wall = (page) => page.getByRole("button", { name: /^The wall: no message gets through between/ });
const flights = (page) => page.getByRole("group", { name: "Messages on the stage" }).getByRole("button");

/** By the other button of the mouse. */
async function choose(page, thing, name) {
  await thing.click({ button: "right" });
  await item(page, name).click();
}

async function says(page, words) {
  await page.locator(".sentence", { hasText: words }).waitFor();
}

/** Steps on until a sentence says this. */
async function stepUntil(page, words) {
  for (let steps = 0; steps < 80; steps++) {
    if (words.test(await sentence(page).textContent())) return;
    await page.getByRole("button", { name: "Step", exact: true }).click();
  }
  assert.fail(`no step says ${words}`);
}

/** A point of the stage in the window, from its middle in parts of its height. */
async function at(page, x, y) {
  const box = await stage(page).boundingBox();
  return [box.x + box.width / 2 + x * box.height, box.y + box.height / 2 + y * box.height];
}

async function drag(page, from, to) {
  await page.mouse.move(...from);
  await page.mouse.down();
  await page.mouse.move((from[0] + to[0]) / 2, (from[1] + to[1]) / 2);
  await page.mouse.move(...to, { steps: 3 });
  await page.mouse.up();
}

async function middleOf(thing) {
  const box = await thing.boundingBox();
  return [box.x + box.width / 2, box.y + box.height / 2];
}

/** Alice puts, and the film stands at her asking. */
async function put(page) {
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press("p");
  await page.getByRole("button", { name: "Pause", exact: true }).click();
}

stageTest("a stroke across the ring parts it, a message dies at the wall, and the wall itself offers the repair", still, async (page) => {
  const before = await middleOf(node(page, "A"));
  await drag(page, await at(page, 0.02, -0.2), await at(page, -0.03, 0.25));
  await says(page, /^The network splits/);
  assert.match(await wall(page).getAttribute("aria-label"), /between A, B, C and Bob \| D, E and Alice$/);
  assert.match(await client(page, "Alice").getAttribute("aria-label"), /on side 2$/);
  const after = await middleOf(node(page, "A"));
  assert.ok(Math.hypot(after[0] - before[0], after[1] - before[1]) > 10, "the seats part");
  await put(page);
  await stepUntil(page, /is stopped by the wall of the partition/);
  await page.locator(".death", { hasText: "stopped at the wall" }).waitFor();
  // The middle of what is around a bent wall is not on it.
  const point = await page.locator(".wall-reach").evaluate((path) => {
    const { x, y } = path.getPointAtLength(path.getTotalLength() / 3).matrixTransform(path.getScreenCTM());
    return [x, y];
  });
  await page.mouse.click(...point);
  await item(page, "Repair the partition").click();
  await says(page, /^The network is whole again/);
  assert.equal(await wall(page).count(), 0);
  assert.deepEqual(await middleOf(node(page, "A")), before, "everybody is back home");
});

stageTest("a second stroke parts a side again; one that separates nobody says so", still, async (page) => {
  await drag(page, await at(page, 0.02, -0.2), await at(page, -0.03, 0.25));
  await says(page, /^The network splits/);
  await drag(page, await at(page, -0.2, 0.02), await at(page, 0.2, 0.03));
  await says(page, /^The network splits: .*;.*;/);
  assert.equal(await page.getByRole("alert").filter({ hasText: "separates nobody" }).count(), 0, "it did separate somebody");
  await drag(page, await at(page, 0.4, -0.47), await at(page, 0.55, -0.4));
  await page.getByRole("alert").filter({ hasText: "it separates nobody" }).waitFor();
  await page.keyboard.press("ArrowLeft");
  assert.equal(await page.getByText("it separates nobody").count(), 0);
});

stageTest("a click in the middle of the ring draws no wall", still, async (page) => {
  await page.mouse.click(...(await at(page, 0, 0.1)));
  assert.match(await page.locator(".step-words").innerText(), /^Step 0 of/);
});

stageTest("a node dragged away is on a side of its own, and dragged home it is back", still, async (page) => {
  const home = await middleOf(node(page, "B"));
  await drag(page, home, await at(page, 0.05, 0.05));
  await says(page, /^The network splits/);
  assert.match(await wall(page).getAttribute("aria-label"), /between A, C, D, E, Alice and Bob \| B$/);
  const bob = await middleOf(client(page, "Bob"));
  await drag(page, bob, await middleOf(node(page, "B")));
  await page.getByRole("button", { name: /between A, C, D, E and Alice \| B and Bob$/ }).waitFor();
  await drag(page, await middleOf(client(page, "Bob")), await middleOf(node(page, "E")));
  await page.getByRole("button", { name: /between A, C, D, E, Alice and Bob \| B$/ }).waitFor();
  await drag(page, await middleOf(node(page, "B")), await middleOf(node(page, "D")));
  await says(page, /^The network is whole again/);
  assert.deepEqual(await middleOf(node(page, "B")), home);
});

stageTest("a partition by keyboard alone: cut off, move, repair", still, async (page) => {
  await node(page, "C").focus();
  await page.keyboard.press("Enter");
  const menu = page.getByRole("menu", { name: "Node C" });
  await menu.waitFor();
  const focused = () => page.evaluate(() => document.activeElement.textContent);
  assert.equal(await focused(), "Crash");
  await page.keyboard.press("End");
  assert.equal(await focused(), "Remove from the cluster");
  await page.keyboard.press("ArrowDown");
  assert.equal(await focused(), "Crash");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Home");
  await page.keyboard.press("Escape");
  await menu.waitFor({ state: "hidden" });
  assert.match(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), /^Node C/);
  await page.keyboard.press("ContextMenu");
  await page.keyboard.press("c");
  await page.keyboard.press("c");
  assert.equal(await focused(), "Cut off from the others");
  await page.keyboard.press("Enter");
  await says(page, /^The network splits: A, B, D, E, Alice, Bob; C/);
  assert.match(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), /^Node C/);
  await client(page, "Alice").focus();
  await page.keyboard.press("Shift+F10");
  await page.keyboard.press("m");
  assert.equal(await focused(), "Move to side 2: C");
  await page.keyboard.press("Enter");
  await says(page, /^The network splits: A, B, D, E, Bob; C, Alice/);
  await wall(page).focus();
  await page.keyboard.press(" ");
  await page.keyboard.press("Enter");
  await says(page, /^The network is whole again/);
});

stageTest("the legend opens by click and by keyboard", still, async (page) => {
  const pictures = page.locator(".legend-picture");
  assert.equal(await pictures.filter({ visible: true }).count(), 0, "folded until it is asked for");
  await page.getByText("Legend", { exact: true }).click();
  await pictures.first().waitFor();
  await page.getByText("Legend", { exact: true }).click();
  await pictures.first().waitFor({ state: "hidden" });
  await page.evaluate(() => document.activeElement.blur());
  await tabTo(page, "Legend");
  await page.keyboard.press("Enter");
  await pictures.first().waitFor();
});

stageTest("pointing at a node moves nothing, however much there is to say of it", still, async (page) => {
  await choose(page, node(page, "C"), "Crash");
  await put(page);
  await page.getByRole("button", { name: "To the end", exact: true }).click();
  const box = async () => JSON.stringify(await stage(page).boundingBox());
  await page.locator("h1").hover();
  const before = await box();
  for (const name of "ABCDE") {
    await node(page, name).hover();
    await page.locator(".because.pointed", { hasText: `Node ${name}` }).waitFor();
    assert.equal(await box(), before, name);
  }
});

stageTest("a message in flight is dropped, by the key that it has the focus for", still, async (page) => {
  await put(page);
  await flights(page).first().focus();
  await page.locator(".because.pointed", { hasText: /^put-request from Alice/ }).waitFor();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await says(page, /^The message “put” from Alice to [A-E] is dropped/);
  await page.locator(".death", { hasText: "dropped" }).waitFor();
  assert.equal(await flights(page).count(), 0);
});

stageTest("by mouse, too, a link is held from a message on it, and let go from the bar across it", still, async (page) => {
  await put(page);
  await stepUntil(page, /coordinates/);
  const write = flights(page).and(page.getByRole("button", { name: /^write from/ })).first();
  const [, from, to] = (await write.getAttribute("aria-label")).match(/from (.) to (.)/);
  await page.mouse.click(...(await middleOf(write.locator(".flight-halo"))));
  await item(page, `Hold messages from ${from} to ${to}`).click();
  await says(page, `Messages from ${from} to ${to} wait`);
  const link = page.getByRole("button", { name: `The link from ${from} to ${to} is held: 1 waiting`, exact: true });
  await page.mouse.click(...(await middleOf(link.locator(".held-bar"))));
  await item(page, `Release messages from ${from} to ${to}`).click();
  await says(page, `Messages from ${from} to ${to} go on`);
  assert.equal(await link.count(), 0);
  assert.equal(await flights(page).and(page.getByRole("button", { name: /held$/ })).count(), 0);
  await mouse.toEnd(page);
  assert.match(await node(page, to).getAttribute("aria-label"), /stores “milk”/, "what waited has arrived");
});

stageTest(
  "with fingers: a tap opens a menu, and a finger draws a wall",
  { width: 390, height: 844, hasTouch: true, isMobile: true, reducedMotion: "reduce" },
  async (page) => {
    await node(page, "A").tap();
    await item(page, "Crash").waitFor();
    const box = await page.locator(".menu").boundingBox();
    const [wide, high] = await page.evaluate(() => [innerWidth, innerHeight]);
    assert.ok(box.x >= 0 && box.x + box.width <= wide && box.y + box.height <= high);
    await page.keyboard.press("Escape");
    const touch = await page.context().newCDPSession(page);
    const finger = (type, points) =>
      touch.send("Input.dispatchTouchEvent", { type, touchPoints: points.map(([x, y]) => ({ x, y })) });
    await finger("touchStart", [await at(page, 0.02, -0.15)]);
    for (const y of [-0.1, 0, 0.1, 0.2]) await finger("touchMove", [await at(page, 0.01, y)]);
    await finger("touchEnd", []);
    await says(page, /^The network splits/);
    assert.equal(await page.evaluate(() => scrollY), 0, "the page stays where it is");
  },
);

stageTest(
  "two fingers zoom the page and draw no wall",
  { width: 390, height: 844, hasTouch: true, isMobile: true, reducedMotion: "reduce" },
  async (page) => {
    const touch = await page.context().newCDPSession(page);
    const fingers = (type, points) =>
      touch.send("Input.dispatchTouchEvent", { type, touchPoints: points.map(([x, y], id) => ({ x, y, id })) });
    // The first finger goes the way on which one alone draws a wall; the second goes the other way.
    const way = (x, ys) => Promise.all(ys.map((y) => at(page, x, y)));
    const [first, second] = [await way(0.01, [-0.15, -0.1, 0, 0.1, 0.2]), await way(0.02, [-0.16, -0.2, -0.25, -0.3, -0.3])];
    await fingers("touchStart", [first[0]]);
    await fingers("touchStart", [first[0], second[0]]);
    for (let move = 1; move < first.length; move++) await fingers("touchMove", [first[move], second[move]]);
    await fingers("touchEnd", []);
    await page.waitForFunction(() => visualViewport.scale > 1.1);
    await page.keyboard.press("2");
    await page.getByText(/^Step 0 of 0/).waitFor({ state: "attached" });
    assert.equal(await wall(page).count(), 0);
    assert.equal(await page.getByRole("alert").filter({ hasText: "separates nobody" }).count(), 0);
    assert.equal((await page.locator(".stroke").getAttribute("d")) ?? "", "", "and leave no line");
  },
);

stageTest("faults, a menu and the legend are in nobody's way in any look", still, async (page) => {
  const check = async (scene) => assert.deepEqual(await violationsInEachLook(page), [], scene);
  await choose(page, node(page, "C"), "Crash");
  await put(page);
  await stepUntil(page, /C is down/);
  await check("a death");
  await page.getByRole("button", { name: "To the end", exact: true }).click();
  await drag(page, await at(page, 0.02, -0.2), await at(page, -0.03, 0.25));
  await says(page, /^The network splits/);
  await check("a wall and a hint");
  await node(page, "A").click({ button: "right" });
  await item(page, "Crash").waitFor();
  await check("a menu");
  await page.keyboard.press("Escape");
  await page.getByText("Legend", { exact: true }).click();
  await check("the legend");
});

stageTest("a zone is cut off by a click on its name and crashed by keys, and is in nobody's way in any look", still, async (page) => {
  const names = ["A", "B", "C", "D", "E", "F", "G"];
  const nodes = names.map((name, index) => ({ name, tokens: 4, zone: ["eu-west", "us", "asia"][index % 3] }));
  await openScenario(page, { ringside: 1, title: "Three zones", nodes, placement: "distinct-zones" });
  const zone = (name) => page.getByRole("group", { name: "Zones", exact: true }).getByRole("button", { name: new RegExp(`^Zone ${name}:`) });
  assert.deepEqual(await violationsInEachLook(page), [], "three zones");
  await zone("us").locator("text").click();
  await item(page, "Cut off us from the others").click();
  await says(page, "The network splits: zone us (B, E) is cut off from the others.");
  assert.deepEqual(await violationsInEachLook(page), [], "a zone that is cut off");
  await zone("eu-west").focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await says(page, "Zone eu-west fails: A, D and G crash. Their disks survive.");
  assert.equal(await zone("eu-west").evaluate((own) => own === document.activeElement), true, "the focus is back on the name");
  assert.deepEqual(await violationsInEachLook(page), [], "a zone that is down");
});
