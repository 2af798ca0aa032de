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

pageTest("nothing that the page does meets its policy", { ...still, path: null }, async (page) => {
  await watch(page);
  await page.goto(`${await origin()}/?theme=dark`);
  await page.locator("#ringside > .page .seat").first().waitFor();
  await button(page, "Where does it go?").click();
  await button(page, "Put and get").click();
  await page.getByRole("textbox", { name: "Value", exact: true }).fill("<script>alert(1)</script>");
  await button(page, "Put").click();
  await button(page, "To the end").click();
  await page.keyboard.press("d");
  await page.locator(".diagram").waitFor();
  await page.getByRole("combobox", { name: "Look", exact: true }).selectOption("Projector");
  // There the rest of the bar is behind a button.
  if (!(await button(page, "Laboratories").isVisible())) await button(page, "Menu").click();
  await button(page, "Laboratories").click();
  for (const format of ["SVG", "PNG"]) {
    const [download] = await Promise.all([page.waitForEvent("download"), button(page, format).first().click()]);
    const bytes = await readFile(await download.path());
    assert.ok(bytes.length > 1_000, `${format}: ${bytes.length} bytes`);
  }
  await page.goto(`${await origin()}/?lesson=versions`);
  await page.getByRole("radio").first().check();
  for (let presses = 0; presses < 3; presses++) await page.locator(".lesson-buttons .primary").click();
  await page.getByText("For the teacher").click();
  await button(page, "Worksheet").click();
  await button(page, "Back to the lesson").click();
  await button(page, "Lessons").click();
  await button(page, "Make a lesson").click();
  await page.getByRole("region", { name: "Your lesson" }).waitFor();
  assert.deepEqual(await page.evaluate(() => globalThis.refused), []);
});

pageTest("what is inline, evaluated or somebody else's is refused, were it ever to come into the page", { ...still, path: null }, async (page) => {
  // The browser itself reports what it refuses, which is no problem of this page.
  const said = [];
  const other = await page.context().newPage();
  other.on("console", (message) => message.type() === "error" && said.push(message.text()));
  await other.goto(await origin());
  await other.locator("#ringside > .page .seat").first().waitFor();
  const ran = await other.evaluate(async () => {
    globalThis.ran = [];
    const script = document.createElement("script");
    script.textContent = "ran.push('script')";
    document.body.append(script);
    document.body.insertAdjacentHTML("beforeend", "<img src=x onerror=\"ran.push('handler')\"><p style='color: red'></p>");
    // In a task of its own: what a test calls directly may evaluate.
    await new Promise((done) =>
      setTimeout(() => {
        try {
          ran.push((0, eval)("'eval'"));
        } catch {
          // That is what the policy is for.
        }
        done();
      }),
    );
    await fetch("http://127.0.0.1:9/").catch(() => {});
    await new Promise((done) => setTimeout(done, 200));
    return ran;
  });
  assert.deepEqual(ran, []);
  for (const directive of ["script-src", "style-src", "connect-src", "unsafe-eval"]) {
    assert.ok(said.some((words) => words.includes(directive)), `${directive}: ${said.join("\n")}`);
  }
});

for (const name of ["embed", "api"]) {
  pageTest(`the example ${name}.html keeps to a policy, too`, { ...still, path: null }, async (page) => {
    await watch(page);
    await page.goto(`${await origin()}/examples/${name}.html`);
    await (name === "api" ? page.locator("#refusals output:not(:empty)") : page.frameLocator("iframe").locator("#ringside > .page .seat").first()).waitFor();
    assert.match(await page.locator("meta[http-equiv='Content-Security-Policy']").getAttribute("content"), /default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'/);
    assert.deepEqual(await page.evaluate(() => globalThis.refused), []);
  });
}

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
