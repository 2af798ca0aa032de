// The policy of the deployed site: it lets nothing inline run, nothing is evaluated, and nobody else is asked.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

import { stageTest } from "./stage.mjs";
import { origin, pageTest } from "./support.mjs";

const still = { reducedMotion: "reduce" };
const button = (page, name) => page.getByRole("button", { name, exact: true });

/** Notes whatever the policy refuses, from before anything of the page runs. */
const watch = (page) =>
  page.addInitScript(() => {
    globalThis.refused = [];
    document.addEventListener("securitypolicyviolation", (event) => globalThis.refused.push(`${event.effectiveDirective}: ${event.blockedURI}`));
  });

pageTest("nothing that the page does meets its policy", still, async (page) => {
  await watch(page);
  await page.goto(`${await origin()}/?theme=dark`);
  await page.locator(".seat").first().waitFor();
  await button(page, "Where does it go?").click();
  await button(page, "Put and get").click();
  await page.getByRole("textbox", { name: "Value", exact: true }).fill("<script>alert(1)</script>");
  await button(page, "Put").click();
  await button(page, "To the end").click();
  await page.keyboard.press("d");
  await page.locator(".diagram").waitFor();
  await page.getByRole("combobox", { name: "Look", exact: true }).selectOption("Projector");
  await button(page, "Laboratories").click();
  for (const format of ["SVG", "PNG"]) {
    const [download] = await Promise.all([page.waitForEvent("download"), button(page, format).first().click()]);
    const bytes = await readFile(await download.path());
    assert.ok(bytes.length > 1_000, `${format}: ${bytes.length} bytes`);
  }
  assert.deepEqual(await page.evaluate(() => globalThis.refused), []);
});

stageTest("the policy forbids what is inline, what is evaluated, and other hosts", still, async (page) => {
  const policy = await page.locator("meta[http-equiv='Content-Security-Policy']").getAttribute("content");
  const sources = Object.fromEntries(policy.split("; ").map((part) => [part.split(" ")[0], part.split(" ").slice(1).join(" ")]));
  assert.equal(sources["default-src"], "'none'");
  assert.equal(sources["script-src"], "'self' 'wasm-unsafe-eval'");
  assert.equal(sources["style-src"], "'self'");
  assert.equal(sources["connect-src"], "'self'");
  assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'|https?:|\*/);
  assert.equal(await page.locator("script:not([src])").count(), 0);
  assert.equal(await page.locator("style, [style]").count(), 0);
});
