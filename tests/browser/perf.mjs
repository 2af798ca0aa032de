// Measures the page; asserts nothing. Each part prints medians and 95th percentiles of milliseconds of script.
//
//   CHROME=/usr/bin/chromium node tests/browser/perf.mjs flights
//
// It looks at dist/ (`cargo xtask dist`), or at what RINGSIDE_ORIGIN names. Without a part's name all parts are measured.

import { browser, origin } from "./support.mjs";

const started = (page) => page.getByRole("button", { name: "Play", exact: true }).waitFor();

/** Opens the page with a scenario in its address, or as it opens. */
async function open(path = "/") {
  const context = await (await browser()).newContext({ viewport: { width: 1280, height: 720 } });
  const page = await context.newPage();
  // The time that the page's own script takes in each frame: the callback of requestAnimationFrame, and what it sets off.
  await page.addInitScript(() => {
    globalThis.frames = [];
    const real = globalThis.requestAnimationFrame;
    globalThis.requestAnimationFrame = (callback) =>
      real((now) => {
        const step = () => document.querySelector(".step-words")?.textContent;
        const [at, before] = [step(), performance.now()];
        callback(now);
        // Yew draws in microtasks, which may ask for further ones.
        const settle = (hops) => {
          if (hops > 0) queueMicrotask(() => settle(hops - 1));
          else globalThis.frames.push({ took: performance.now() - before, stepped: step() !== at });
        };
        settle(50);
      });
  });
  await page.goto((await origin()) + path);
  await started(page);
  return page;
}

function print(name, samples) {
  if (samples.length === 0) return console.log(`${name}: no frames`);
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (part) => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))].toFixed(2);
  console.log(`${name}: ${sorted.length} frames, median ${at(0.5)} ms, p95 ${at(0.95)} ms, most ${at(1)} ms`);
}

/** 200 messages in flight on 32 nodes of 64 tokens: what a frame costs while they fly, and with the steps that happen in it. */
async function flights() {
  const page = await open();
  const nodes = Array.from({ length: 32 }, (_, number) => ({ name: `n${number}`, tokens: 64 }));
  const script = Array.from({ length: 200 }, (_, number) => ({
    do: "put", client: number % 2 ? "Alice" : "Bob", key: `key-${number}`, value: "milk", at: 5,
  }));
  const delay = { kind: "mixture", parts: [{ weight: 1, delay: { kind: "exponential", mean: 40 } }] };
  const scenario = {
    ringside: 1, seed: 1, nodes, n: 3, r: 2, w: 2, quorum: "sloppy", versioning: "dotted",
    network: { delay }, timers: { gossip: 0, antiEntropy: 0 }, script,
  };
  await openScenario(page, scenario);
  await page.getByRole("button", { name: "To the start", exact: true }).click();
  const messages = () => page.locator(".flight").count();
  await page.locator('input[aria-label="Step"]').evaluate((slider) => {
    slider.value = "201";
    slider.dispatchEvent(new Event("input", { bubbles: true }));
  });
  console.log(`flights: ${await messages()} messages, step ${await page.locator(".step-words").innerText()}`);
  // So that it does not stop at each message to be read.
  await page.getByRole("combobox", { name: "A step is" }).selectOption({ label: "an operation" });
  for (const speed of ["0.25×", "1×"]) {
    await page.getByRole("combobox", { name: "Speed" }).selectOption(speed);
    await page.evaluate(() => (globalThis.frames.length = 0));
    await page.getByRole("button", { name: "Play", exact: true }).click();
    await new Promise((done) => setTimeout(done, 5_000));
    const frames = await page.evaluate(() => globalThis.frames);
    const pause = page.getByRole("button", { name: "Pause", exact: true });
    if (await pause.count()) await pause.click();
    const left = await messages();
    for (const [what, stepped] of [["messages only fly", false], ["a step happens too", true]]) {
      const taken = frames.filter((frame) => frame.stepped === stepped).map((frame) => frame.took);
      print(`flights at ${speed}, ${left} messages, ${what}`, taken);
    }
  }
  await page.context().close();
}

async function openScenario(page, scenario) {
  const file = { name: "perf.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(scenario)) };
  await page.getByRole("button", { name: "Scenario", exact: true }).click();
  await page.getByLabel("Open a scenario").setInputFiles(file);
  await page.getByText(`${scenario.nodes.length} nodes`).first().waitFor();
}

const parts = { flights };
const wanted = process.argv.slice(2);
for (const [name, part] of Object.entries(parts)) {
  if (wanted.length === 0 || wanted.includes(name)) await part();
}
await (await browser()).close();
