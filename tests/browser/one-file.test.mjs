// The one file, opened from disk with no network at all.

import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import test from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";

import { accessibilityViolations, browser, origin } from "./support.mjs";

const ONE_FILE = fileURLToPath(new URL("../../dist/ringside.html", import.meta.url));

const button = (page, name) => page.getByRole("button", { name, exact: true });

/** Opens a copy that lies alone in a folder with a difficult name, and fails on anything that is asked of a network. */
async function openFromDisk(body, { fragment = "", provoked = /^never$/, first, change = (text) => text, ...options } = {}) {
  const folder = await mkdtemp(path.join(os.tmpdir(), "ring side & ünï-"));
  const copy = path.join(folder, "ringside (1).html");
  await writeFile(copy, change(await readFile(ONE_FILE, "utf8")));
  const context = await (await browser()).newContext({ viewport: { width: 1280, height: 720 }, reducedMotion: "reduce", ...options });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  if (first) await page.addInitScript(first);
  const problems = [];
  await context.setOffline(true);
  page.on("request", (request) => {
    const own = request.url().startsWith("file:") && new URL(request.url()).pathname.endsWith(".html");
    if (!own && !/^(data|blob):/.test(request.url())) problems.push(`request: ${request.url()}`);
  });
  page.on("pageerror", (error) => problems.push(`error: ${error}`));
  page.on("console", (message) => message.type() === "error" && problems.push(`console: ${message.text()}`));
  try {
    await page.goto(pathToFileURL(copy).href + fragment);
    await body(page);
    assert.deepEqual(problems.filter((problem) => !provoked.test(problem)), []);
  } finally {
    await context.close();
    await rm(folder, { recursive: true });
  }
}

async function putAndEnd(page, value) {
  if (!(await button(page, "Put").isVisible())) await button(page, "Put and get").click();
  await page.getByRole("textbox", { name: "Value", exact: true }).fill(value);
  await button(page, "Put").click();
  await button(page, "To the end").click();
}

test("the one file opens from disk and works, with the network denied", { timeout: 60_000 }, () =>
  openFromDisk(async (page) => {
    await page.locator("#ringside > .page .seat").first().waitFor();
    await button(page, "Where does it go?").click();
    await putAndEnd(page, "milk");
    assert.match(await page.locator(".step-words").textContent(), /^Step \d+ of \d+/);
    const seats = page.getByRole("group", { name: "Nodes", exact: true }).getByRole("button");
    assert.equal((await seats.evaluateAll((all) => all.map((seat) => seat.getAttribute("aria-label")))).filter((words) => /stores/.test(words)).length, 3);
    assert.deepEqual(await accessibilityViolations(page), []);
  }),
);

test("the one file looks as the site does", { timeout: 60_000 }, () =>
  openFromDisk(async (page) => {
    await page.locator("#ringside > .page .seat").first().waitFor();
    const served = await page.context().browser().newPage({ viewport: { width: 1280, height: 720 }, reducedMotion: "reduce" });
    await served.goto(await origin());
    await served.locator("#ringside > .page .seat").first().waitFor();
    const tree = (page) => page.locator("body").ariaSnapshot();
    const places = (page) => page.locator("main *").evaluateAll((all) => all.map((one) => Object.values(one.getBoundingClientRect().toJSON()).join()));
    assert.equal(await tree(page), await tree(served));
    assert.deepEqual(await places(page), await places(served));
    await served.close();
  }),
);

test("the policy of the one file lets nothing else run, and asks nobody", { timeout: 60_000 }, () =>
  openFromDisk(async (page) => {
    await page.locator("#ringside > .page .seat").first().waitFor();
    const policy = await page.locator("meta[http-equiv='Content-Security-Policy' i]").getAttribute("content");
    assert.match(policy, /default-src 'none'/);
    assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'|https?:|\*/);
    const refused = await page.evaluate(async () => {
      const kinds = [];
      document.addEventListener("securitypolicyviolation", (event) => kinds.push(event.effectiveDirective));
      const script = document.createElement("script");
      script.textContent = "globalThis.ran = true";
      document.head.append(script);
      await fetch("https://example.com/").catch(() => {});
      await new Promise((done) => setTimeout(done, 50));
      return { kinds, ran: globalThis.ran ?? false };
    });
    assert.deepEqual(refused, { kinds: ["script-src-elem", "connect-src"], ran: false });
  // What this test provokes is told on the console.
  }, { provoked: /^console: .*(Content Security Policy|Fetch API cannot load)/ }),
);

test("a browser that cannot unpack the file says so, and what would help", { timeout: 60_000 }, () =>
  openFromDisk(async (page) => {
    await page.getByText("Please open it in a newer one").waitFor();
    assert.match(await page.locator(".sentence").textContent(), /^This file is compressed, and this browser cannot unpack it\./);
  }, { first: () => delete globalThis.DecompressionStream }),
);

test("a damaged file says that it is damaged", { timeout: 60_000 }, () =>
  openFromDisk(async (page) => {
    await page.getByText("This file could not be unpacked; it may be damaged. Please get it anew.").waitFor();
  // The error itself is told on the console.
  }, { change: (text) => text.replace(/(id="packed"[^>]*>.{10000}).{4}/, "$1AAAA"), provoked: /^error: / }),
);

test("the one file shows the ring within half a second, or two on a machine that is busy", { timeout: 60_000 }, async () => {
  const opened = [];
  // The first one also waits for the browser to warm up.
  for (let times = 0; times < 3; times++) {
    await openFromDisk(async (page) => {
      await page.waitForFunction(() => globalThis.ringAt);
      opened.push(await page.evaluate(() => globalThis.ringAt));
    }, {
      first: () => {
        const look = () => (document.querySelector(".seat") ? (globalThis.ringAt = performance.now()) : requestAnimationFrame(look));
        look();
      },
    });
  }
  console.log(`from disk, the ring is there after ${opened.map(Math.round).join(", ")} ms`);
  assert.ok(Math.min(...opened) < 2_000, `${opened}`);
});

test("what a server says of the encoding does not matter", { timeout: 60_000 }, async () => {
  const context = await (await browser()).newContext({ reducedMotion: "reduce" });
  const page = await context.newPage();
  const body = await readFile(ONE_FILE);
  await page.route("**/ringside.html", (route) => route.fulfill({ body, contentType: "text/html; charset=windows-1252" }));
  await page.goto(`${await origin()}/ringside.html`);
  await page.locator("#ringside > .page .seat").first().waitFor();
  assert.match(await page.title(), /Dynamo’s ring$/);
  await context.close();
});

test("all lessons, scenarios and challenges are in the one file, and a lesson opens from it", { timeout: 60_000 }, () =>
  openFromDisk(async (page) => {
    await page.locator("#ringside > .page .seat").first().waitFor();
    const lessons = await readdir(new URL("../../dist/lessons/", import.meta.url));
    const scenarios = await readdir(new URL("../../dist/lessons/scenarios/", import.meta.url));
    const named = (files, start) => files.filter((file) => /^[^.]+\.json$/.test(file) && file !== "index.json").map((file) => `${start}-${file.replace(".json", "")}`);
    const challenges = await readdir(new URL("../../dist/challenges/", import.meta.url));
    const expected = ["lessons-index", "challenges-index", ...named(challenges, "challenge"), ...named(lessons, "lesson"), ...named(scenarios, "scenario")].sort();
    assert.ok(expected.length > 40, `${expected}`);
    assert.deepEqual(await page.locator("script[type='application/json']").evaluateAll((all) => all.map((one) => one.id).sort()), expected);
    await page.locator(".lesson-title").waitFor();
    await page.getByText("From a key to a node").first().waitFor();
  }, { fragment: "?lesson=from-a-key-to-a-node" }),
);

test("the licenses are in the one file, and the help hands them over as the site does", { timeout: 60_000 }, () =>
  openFromDisk(async (page) => {
    const text = await readFile(new URL("../../dist/licenses.txt", import.meta.url), "utf8");
    await page.locator("#ringside > .page .seat").first().waitFor();
    await page.keyboard.press("?");
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Licenses" }).click()]);
    assert.equal(await readFile(await download.path(), "utf8"), text);
    const served = await page.context().browser().newPage();
    await served.goto(await origin());
    await served.locator("#ringside > .page .seat").first().waitFor();
    await served.keyboard.press("?");
    const address = await served.getByRole("link", { name: "Licenses" }).evaluate((link) => link.href);
    assert.equal(await (await served.request.get(address)).text(), text);
    await served.close();
  }),
);
