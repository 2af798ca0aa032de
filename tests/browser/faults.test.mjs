// What is done to things on the stage itself: by stroke, by menu, by mouse and by keyboard.

import assert from "node:assert/strict";

import { accessibilityViolations, stageTest } from "./stage.mjs";

const still = { reducedMotion: "reduce" };

const button = (page, name) => page.getByRole("button", { name, exact: true });
const node = (page, name) => page.getByRole("group", { name: "Nodes" }).getByRole("button", { name: new RegExp(`^Node ${name}\\b`) });
const client = (page, name) => page.getByRole("button", { name: new RegExp(`^Client ${name}`) });
const item = (page, name) => page.getByRole("menuitem", { name });
const sentence = (page) => page.locator(".sentence");
const label = (locator) => locator.getAttribute("aria-label");
const blur = (page) => page.evaluate(() => document.activeElement.blur());

async function menu(page, thing, name) {
  await thing.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("menu").waitFor();
  await item(page, name).click();
}

async function stroke(page, from, to) {
  const box = await page.locator("svg.stage").boundingBox();
  const at = ([x, y]) => [box.x + box.width * x, box.y + box.height * y];
  await page.mouse.move(...at(from));
  await page.mouse.down();
  await page.mouse.move(...at([(from[0] + to[0]) / 2, (from[1] + to[1]) / 2]));
  await page.mouse.move(...at(to));
  await page.mouse.up();
}

stageTest("a stroke across the ring splits the network, and the wall's menu mends it", still, async (page) => {
  await stroke(page, [0.5, 0.35], [0.52, 0.65]);
  assert.match(await sentence(page).textContent(), /^The network splits: .* \| /);
  const wall = page.getByRole("button", { name: /^The wall/ });
  for (const name of ["A", "B", "C", "D", "E"]) assert.match(await label(wall), new RegExp(`\\b${name}\\b`));
  await menu(page, wall, "Repair the partition");
  await wall.waitFor({ state: "detached" });
});

stageTest("a node is cut off by keyboard, and a message that meets the wall dies", still, async (page) => {
  await menu(page, node(page, "E"), "Cut off from the others");
  assert.match(await sentence(page).textContent(), /E/);
  await menu(page, client(page, "Alice"), /Move to side .*E/);
  await blur(page);
  await page.keyboard.press("p");
  const said = [];
  for (let step = 0; step < 30 && !/answer|failed|done/.test(said.at(-1) ?? ""); step++) {
    await page.keyboard.press("ArrowRight");
    said.push(await sentence(page).textContent());
  }
  assert.ok(said.some((words) => /wall|cut off|other side/.test(words)), said.join("\n"));
});

stageTest("a node crashes and starts again from its own menu, by right click and by key", still, async (page) => {
  await node(page, "B").click({ button: "right" });
  await item(page, "Crash").first().click();
  assert.match(await label(node(page, "B")), /down|crashed/);
  await menu(page, node(page, "B"), "Restart");
  assert.doesNotMatch(await label(node(page, "B")), /down|crashed/);
});

stageTest("the menu goes by arrow keys, and Escape gives the focus back", still, async (page) => {
  await node(page, "C").focus();
  await page.keyboard.press("Enter");
  await page.getByRole("menu").waitFor();
  const first = await page.evaluate(() => document.activeElement.textContent);
  await page.keyboard.press("ArrowDown");
  assert.notEqual(await page.evaluate(() => document.activeElement.textContent), first);
  await page.keyboard.press("Escape");
  await page.getByRole("menu").waitFor({ state: "hidden" });
  assert.match(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), /^Node C/);
});

stageTest("a message in flight is dropped, and a link is held and released", still, async (page) => {
  await page.keyboard.press("p");
  await page.keyboard.press("ArrowRight");
  const flying = page.getByRole("list", { name: "Messages in flight" }).getByRole("button");
  const count = await flying.count();
  assert.ok(count > 0);
  await flying.first().focus();
  await page.keyboard.press("Enter");
  await item(page, "Drop this message").click();
  assert.match(await sentence(page).textContent(), /drop|lost/i);
});

stageTest("a clock runs ahead and is set right again", still, async (page) => {
  await menu(page, node(page, "D"), "Set its clock 1 s ahead");
  assert.match(await label(node(page, "D")), /1 s ahead|\+1 s/);
  await menu(page, node(page, "D"), "Set its clock right");
  assert.doesNotMatch(await label(node(page, "D")), /ahead|\+1 s/);
});

for (const theme of ["light", "dark", "projector"]) {
  stageTest(`menu, wall and legend are in nobody's way: ${theme}`, { ...still, path: `/?theme=${theme}` }, async (page) => {
    await page.getByText("Legend", { exact: true }).click();
    await menu(page, node(page, "E"), "Cut off from the others");
    await node(page, "A").focus();
    await page.keyboard.press("Enter");
    await page.getByRole("menu").waitFor();
    assert.deepEqual(await accessibilityViolations(page), []);
  });
}
