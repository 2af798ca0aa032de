// Opens the deployed site, dist/, in a real Chromium.
//
//   import assert from "node:assert/strict";
//   import { accessibilityViolations, pageTest } from "./support.mjs";
//
//   pageTest("the page is accessible in the dark", { colorScheme: "dark" }, async (page) => {
//     await page.getByRole("button", { name: "Step", exact: true }).click();
//     assert.deepEqual(await accessibilityViolations(page), []);
//   });
//
// `page` is a Playwright page (https://playwright.dev/docs/api/class-page) that shows index.html. The test also fails when
// the page throws, logs an error, gets an HTTP error or asks another host for anything. A failing test leaves a picture in
// test-results/. Options: width, height, colorScheme, path ("/#…"; null for a blank page, where a test goes somewhere by
// itself), timeout in milliseconds, faces (faces.mjs), mayComplain (true where the page is made to fail), and all that
// Playwright's newContext takes. Tests of a file with the same options share a context, and each has an origin of its own.
// No service worker runs: it would keep the whole site anew for each test, and answer instead of a test's own routes.
//
// Run with `cargo xtask test --only browser`, which builds dist/ and finds the browser; with dist/ there, one file alone
// with `CHROME=/usr/bin/chromium node --test tests/browser/walk.test.mjs`. While changing the page, with
// `RINGSIDE_ORIGIN=http://127.0.0.1:8080` it looks at what `cargo xtask start` serves instead.

import assert from "node:assert/strict";
import { mkdir, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import path from "node:path";
import test, { after } from "node:test";
import { fileURLToPath } from "node:url";

import { chromium } from "playwright-core";

import { bringFaces } from "./faces.mjs";

const DIST = fileURLToPath(new URL("../../dist/", import.meta.url));
const RESULTS = fileURLToPath(new URL("../../test-results/", import.meta.url));
const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // A page that asks another host for something fails at once instead of waiting for a network.
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];

const TYPES = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};

/** Declares a test of the page; see the top of this file. */
export function pageTest(name, options, body) {
  const { width = 1280, height = 720, path: start = "/", timeout = 120_000, faces = false, mayComplain = false, ...others } = options;
  test(name, { timeout }, async () => {
    await serveAnew();
    const context = await contextWith({ faces, viewport: { width, height }, serviceWorkers: "block", ...others });
    const page = await context.newPage();
    const problems = await collectProblems(page);
    try {
      if (start !== null) await page.goto((await origin()) + start);
      await body(page);
      await settle(page);
      assert.ok(mayComplain || problems.length === 0, "the page reported what is listed above");
    } catch (error) {
      await leavePicture(page, name);
      problems.forEach((problem) => console.error(problem));
      await forgetContext();
      throw error;
    }
    await Promise.all(context.pages().slice(1).map((other) => other.close()));
  });
}

/**
 * A context with such options, whose first page is blank. It is that of the test before if it had the same options, and did not
 * fail: with a page of the same host in it, the next one needs no process of its own, which takes as long to start as a page.
 */
async function contextWith(options) {
  const key = JSON.stringify(options);
  if (shared?.key === key) return shared.context;
  await forgetContext();
  const { faces, ...others } = options;
  const context = await (await browser()).newContext(others);
  context.setDefaultTimeout(15_000);
  const blank = await context.newPage();
  await blank.goto(`${await origin()}/package.json`);
  if (faces) await bringFaces(context);
  shared = { key, context };
  return context;
}

async function forgetContext() {
  const { context } = shared ?? {};
  shared = null;
  await context?.close();
}

/** What axe-core finds wrong with the page as it is now, one readable line a place; none is `[]`. */
export async function accessibilityViolations(page, options = {}) {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(await readFile(AXE, "utf8"));
  const { violations } = await page.evaluate((options) => globalThis.axe.run(document, { resultTypes: ["violations"], ...options }), options);
  return violations.flatMap(({ id, impact, help, nodes }) =>
    nodes.map((node) => `${id} (${impact}): ${help}: ${node.target.join(" ")}: ${node.failureSummary.replaceAll(/\s*\n\s*/g, "; ")}`),
  );
}

/** The rules that ask how something looks, and not what it is. */
const OF_LOOKS = ["color-contrast", "link-in-text-block", "scrollable-region-focusable"];

/** The same in each look of the page, one after the other: all rules in the first, in the others those that a look may break. */
export async function violationsInEachLook(page) {
  const found = [];
  for (const look of ["light", "dark", "projector"]) {
    await chooseLook(page, look);
    const options = look === "light" ? {} : { runOnly: { type: "rule", values: OF_LOOKS } };
    found.push(...(await accessibilityViolations(page, options)).map((violation) => `${look}: ${violation}`));
  }
  await chooseLook(page, "light");
  return found;
}

/** Chooses a look by a script, as what lies over the page must not be closed for it. */
export async function chooseLook(page, look) {
  await page.getByLabel("Look", { exact: true }).evaluate((select, look) => {
    select.value = look;
    select.dispatchEvent(new Event("change", { bubbles: true }));
  }, look);
  await page.locator(`html[data-theme="${look}"]`).waitFor();
  await settle(page);
}

/** The address that dist/ is served at, for tests that open pages by themselves. `RINGSIDE_ORIGIN` names another one. */
export function origin() {
  return (serving ??= process.env.RINGSIDE_ORIGIN ? Promise.resolve(process.env.RINGSIDE_ORIGIN) : serve());
}

/** Another port is another origin: nothing that a test before has stored is there. */
async function serveAnew() {
  server?.close();
  serving = null;
  // An origin that is named is the same for all tests, and only a new context has stored nothing.
  if (process.env.RINGSIDE_ORIGIN) await forgetContext();
}

/** The browser of this test file, for the same. */
export function browser() {
  return (launching ??= chromium.launch({ executablePath: executable(), args: FLAGS }));
}

let launching;
let shared = null;
let serving = null;
let server;

/** Ends both; the tests of a file do so by themselves. */
export async function close() {
  await (await launching)?.close();
  server?.close();
}

after(close);

function executable() {
  const found = process.env.RINGSIDE_CHROME || process.env.CHROME;
  assert.ok(found, "no browser: run `cargo xtask test --only browser`, or set CHROME to the path of one");
  return found;
}

/** Lets what the test's last action set off happen, so that its errors count. */
async function settle(page) {
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 20))));
}

/** Gathers what must not happen on any page. */
async function collectProblems(page) {
  const problems = [];
  const own = await origin();
  page.on("pageerror", (error) => problems.push(`error: ${error.stack || String(error)}`));
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(`console: ${message.text()} (${message.location().url})`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) problems.push(`HTTP ${response.status()}: ${response.url()}`);
  });
  page.on("request", (request) => {
    const url = new URL(request.url());
    const inside = url.origin === own || url.protocol === "data:" || url.protocol === "blob:";
    if (!inside) problems.push(`request to another host: ${url}`);
  });
  return problems;
}

/** A picture must not hide the failure that it is taken of. */
async function leavePicture(page, name) {
  const file = path.join(RESULTS, `${name.replaceAll(/[^a-z0-9]+/gi, "-")}.png`);
  try {
    await mkdir(RESULTS, { recursive: true });
    await page.screenshot({ path: file });
    console.error(`The page when "${name}" failed: ${file}`);
  } catch (error) {
    console.error(`No picture of the failure: ${error.message}`);
  }
}

/** Serves dist/ on a free port, as any static host would. */
async function serve() {
  server = createServer(async (request, response) => {
    const asked = decodeURIComponent(new URL(request.url, "http://site").pathname);
    const file = path.join(DIST, asked.endsWith("/") ? `${asked}index.html` : asked);
    try {
      const bytes = await readFile(file);
      response.writeHead(200, { "Content-Type": TYPES[path.extname(file)] ?? "application/octet-stream" }).end(bytes);
    } catch {
      response.writeHead(404).end(`There is no ${asked} in dist/.\n`);
    }
  });
  await new Promise((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${server.address().port}`;
}
