// The playground in a page of somebody else: on another port, by keyboard in and out; the example pages; and the engine alone.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import test from "node:test";

import { accessibilityViolations } from "./stage.mjs";
import { browser, origin, pageTest } from "./support.mjs";

const still = { reducedMotion: "reduce" };
const MOST_TABS = 60;

/** A page on a port of its own, with this in its body. */
async function withHost(body, act) {
  const own = await origin();
  const html = `<!doctype html><title>A page of somebody else</title><style>* { font: 40px serif; color: red }</style>
    <script src="${own}/ringside-playground.js" defer></script>
    <button id="before">Before</button>${body.replaceAll("ORIGIN", own)}<button id="after">After</button>
    <script>globalThis.heard = []; addEventListener("keydown", (event) => heard.push(event.key));</script>`;
  const server = createServer((request, response) => {
    response.writeHead(request.url === "/" ? 200 : 404, { "Content-Type": "text/html; charset=utf-8" }).end(request.url === "/" ? html : "");
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const context = await (await browser()).newContext({ viewport: { width: 900, height: 800 }, ...still });
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  const problems = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  try {
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    await act(page);
    assert.deepEqual(problems, []);
  } finally {
    await context.close();
    server.closeAllConnections();
    server.close();
  }
}

const frame = (page) => page.frameLocator("iframe");
const focused = (page) => page.evaluate(() => document.activeElement.id || document.activeElement.localName);

for (const [kind, element, html] of [
  ["a frame", "iframe", '<iframe src="ORIGIN/?embed&theme=light" width="800" height="600" title="Ringside"></iframe>'],
  ["an element", "ringside-playground", '<ringside-playground theme="light" style="width: 800px; height: 600px"></ringside-playground>'],
]) {
test(`${kind} on another port is reached by Tab, kept by its keys, and left by Tab`, { timeout: 90_000 }, () =>
  withHost(html, async (page) => {
    const inside = frame(page);
    await inside.locator("#ringside > .page .seat").first().waitFor();
    assert.equal(await inside.getByRole("banner").count(), 0, "there is no header");
    assert.equal(await inside.getByRole("region", { name: "What you can do" }).count(), 0);
    await inside.locator(".sentence").waitFor();
    await page.locator("#before").focus();
    await page.keyboard.press("Tab");
    assert.equal(await focused(page), element);
    const before = await inside.locator(".step-words").textContent();
    await page.keyboard.press("PageDown");
    await inside.locator(".step-words").filter({ hasNotText: before }).waitFor();
    assert.deepEqual(await page.evaluate(() => globalThis.heard.filter((key) => key.startsWith("Page"))), [], "keys stay inside");
    let presses = 0;
    while ((await focused(page)) === element && presses++ < MOST_TABS) await page.keyboard.press("Tab");
    assert.equal(await focused(page), "after", `Tab leads out, after ${presses} presses`);
    await page.keyboard.press("Shift+Tab");
    assert.equal(await focused(page), element, "and back in");
    const now = await inside.locator(".step-words").textContent();
    await page.locator("#after").focus();
    await page.keyboard.press("PageDown");
    await page.waitForTimeout(200);
    assert.equal(await inside.locator(".step-words").textContent(), now, "the host's keys do not reach it");
    assert.ok(await fits(page), "nothing is cut off");
  }),
);
}

/** Whether everything that can be used in the frame is within it. */
const fits = (page) =>
  page.frames()[1].evaluate(() => {
    const things = [...document.querySelectorAll(".seat, .sentence, .transport :is(button, select, input)")];
    const frames = things.map((thing) => thing.getBoundingClientRect()).filter((frame) => frame.width > 0);
    const inside = ({ left, top, right, bottom }) => left >= 0 && top >= 0 && right <= innerWidth + 0.5 && bottom <= innerHeight + 0.5;
    return frames.length > 12 && frames.every(inside);
  });

pageTest("the element takes its scenario, theme and lock from its attributes", { ...still, path: null }, async (page) => {
  await page.goto(`${await origin()}/examples/embed.html`);
  const inside = frame(page);
  await inside.locator("#ringside > .page .seat").first().waitFor();
  assert.match(await inside.locator(".step-words").textContent(), /^Step 0 of \d\d/, "it starts at the beginning of its scenario");
  const theme = () => page.frames()[1].evaluate(() => document.documentElement.dataset.theme);
  assert.equal(await theme(), "light");
  await inside.locator(".seat circle").first().click();
  const items = await inside.getByRole("menuitem").allTextContents();
  assert.ok(items.includes("Crash") && !items.includes("Remove from the cluster"), items.join());
  await page.keyboard.press("Escape");

  await page.locator("ringside-playground").evaluate((element) => {
    element.setAttribute("theme", "dark");
    element.setAttribute("lock", "faults");
    element.setAttribute("scenario", '{ "ringside": 9 }');
    element.toggleAttribute("full", true);
  });
  await inside.getByRole("dialog", { name: "That could not be opened" }).waitFor();
  await inside.getByRole("button", { name: "Close" }).click();
  assert.equal(await theme(), "dark");
  assert.equal(await inside.getByRole("banner").count(), 1);
  assert.equal(await inside.getByRole("button", { name: "What can go wrong" }).count(), 0, "what is locked is not there");
  assert.equal(await inside.getByRole("button", { name: "The cluster", exact: true }).count(), 1);
});

pageTest("the element takes a lesson, which is taken inside it by keyboard", { ...still, path: null }, async (page) => {
  await page.goto(`${await origin()}/examples/embed.html`);
  const inside = frame(page);
  await inside.locator("#ringside > .page .seat").first().waitFor();
  await page.locator("ringside-playground").evaluate((element) => {
    element.removeAttribute("scenario");
    element.setAttribute("lesson", "versions");
  });
  await inside.getByRole("radio").first().focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("PageDown");
  await inside.getByText("your prediction").waitFor();
});

for (const name of ["embed", "api"]) {
  pageTest(`the example ${name}.html is accessible, in the dark too`, { ...still, path: null, colorScheme: "dark" }, async (page) => {
    await page.goto(`${await origin()}/examples/${name}.html`);
    await (name === "api" ? page.locator("#refusals output:not(:empty)") : frame(page).locator("#ringside > .page .seat").first()).waitFor();
    assert.deepEqual(await accessibilityViolations(page), []);
  });
}

pageTest("the walk-through of the module runs as it is shown", { ...still, path: null }, async (page) => {
  await page.goto(`${await origin()}/examples/api.html`);
  await page.locator("#refusals output").filter({ hasText: "invalid-quorum" }).waitFor();
  const shown = async (id) => [await page.locator(`#${id} code`).textContent(), await page.locator(`#${id} output`).textContent()];
  assert.match((await shown("walk"))[1], /^[0-9a-f]{32}\nkept by \w, \w, \w; \d+ tokens/);
  assert.match((await shown("put"))[1], /Alice asks .* to put “cart”/);
  assert.deepEqual((await shown("siblings"))[1].split("\n").map((line) => line.split(" ")[0]).sort(), ["bread", "milk"]);
  assert.match((await shown("back"))[1], /^step 2 of \d+, \d+ messages in flight\n#1\./);
  assert.match((await shown("back"))[0], /^const playground = new Playground/);
});

pageTest("the npm package runs where it lies, without the page", { path: "/package.json" }, async (page) => {
  const played = await page.evaluate(async () => {
    const { default: init, Playground } = await import("/npm/ringside.js");
    await init();
    const playground = new Playground();
    playground.apply({ do: "put", client: "Alice", key: "cart", value: "bread" });
    playground.run();
    return playground.state().operations.map(({ status, values }) => `${status} ${values[0].value}`);
  });
  assert.deepEqual(played, ["ok bread"]);
});
