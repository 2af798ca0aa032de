// Measures the page; asserts nothing. Each part prints medians and 95th percentiles of milliseconds of script.
//
//   CHROME=/usr/bin/chromium node tests/browser/perf.mjs flights
//
// It looks at dist/ (`cargo xtask dist`), or at what RINGSIDE_ORIGIN names. Without a part's name all parts are measured.

import { WORST, beginWorst, watchTasks } from "./laboratory.mjs";
import { browser, origin } from "./support.mjs";

const started = (page) => page.getByRole("button", { name: "Play", exact: true }).waitFor();

/** Opens the page with a scenario in its address, or as it opens. */
async function open(path = "/") {
  const context = await (await browser()).newContext({ viewport: { width: 1280, height: 720 } });
  const page = await context.newPage();
  // The time that the page's own script takes in each frame: the callback of requestAnimationFrame, and what it sets off.
  await page.addInitScript(() => {
    globalThis.frames = [];
    // From the next frame to the end of its paint.
    globalThis.painted = () =>
      new Promise((done) =>
        real(() => {
          const begun = performance.now();
          const channel = new MessageChannel();
          channel.port1.onmessage = () => done(performance.now() - begun);
          channel.port2.postMessage(0);
        }),
      );
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

function print(name, samples, what = "frames") {
  if (samples.length === 0) return console.log(`${name}: no ${what}`);
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (part) => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))].toFixed(2);
  console.log(`${name}: ${sorted.length} ${what}, median ${at(0.5)} ms, p95 ${at(0.95)} ms, most ${at(1)} ms`);
}

const PUTS = 125;

/** About 200 messages in flight on 32 nodes of 64 tokens: what a frame costs while they fly, and with the steps that happen in it. */
async function flights() {
  const page = await open();
  const nodes = Array.from({ length: 32 }, (_, number) => ({ name: `n${number}`, tokens: 64 }));
  // Each is one message first, and two or more as soon as a coordinator has it.
  const script = Array.from({ length: PUTS }, (_, number) => ({
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
  await page.locator('input[aria-label="Step"]').evaluate((slider, puts) => {
    slider.value = String(puts + 1);
    slider.dispatchEvent(new Event("input", { bubbles: true }));
  }, PUTS);
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
    print(`flights at ${speed}, ${left} messages, all frames`, frames.map((frame) => frame.took));
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

/**
 * One step back in a long history, from many places of it, with the space-time diagram closed and open: the script, and
 * from the key to the end of the next paint, without the wait for the screen's next frame.
 */
async function stepBack() {
  const page = await open();
  const asks = ["put", "get"];
  const script = Array.from({ length: 1_350 }, (_, number) => ({
    do: asks[number % 2], client: number % 3 ? "Alice" : "Bob", key: `key-${number % 40}`, at: number * 7,
    ...(number % 2 ? {} : { value: `value-${number}` }),
  }));
  const nodes = ["A", "B", "C", "D", "E", "F"].map((name) => ({ name, tokens: 8 }));
  const settings = { n: 3, r: 2, w: 2, quorum: "sloppy", versioning: "dotted", timers: { antiEntropy: 0 } };
  await openScenario(page, { ringside: 1, seed: 1, nodes, ...settings, script });
  await page.locator("h1").click();
  for (const diagram of ["closed", "open"]) {
    if (diagram === "open") {
      await page.keyboard.press("d");
      await page.locator(".diagram").waitFor();
    }
    await page.keyboard.press("End");
    const { words, scripts, paints } = await page.evaluate(stepsBack);
    console.log(`step-back: ${words}, diagram ${diagram}`);
    print(`step-back, diagram ${diagram}, script`, scripts, "steps");
    print(`step-back, diagram ${diagram}, to the paint`, paints, "steps");
  }
  await page.context().close();
}

/** Runs in the page: five steps back from each of forty places. */
async function stepsBack() {
  const slider = document.querySelector('input[aria-label="Step"]');
  const [last, words] = [Number(slider.max), document.querySelector(".step-words").textContent];
  const { painted } = globalThis;
  // Yew draws in microtasks, which may ask for further ones.
  const settled = async () => {
    for (let hop = 0; hop < 50; hop++) await null;
  };
  const [scripts, paints] = [[], []];
  for (let place = 0; place < 40; place++) {
    slider.value = String(Math.round(last - (place * last) / 41));
    slider.dispatchEvent(new InputEvent("input", { bubbles: true }));
    await settled();
    await painted();
    for (let step = 0; step < 5; step++) {
      const before = performance.now();
      const press = new KeyboardEvent("keydown", { key: "ArrowLeft", bubbles: true, cancelable: true });
      document.querySelector("h1").dispatchEvent(press);
      await settled();
      const script = performance.now() - before;
      scripts.push(script);
      paints.push(script + (await painted()));
    }
  }
  return { words, scripts, paints };
}

/** What an idle page costs the main thread, with a put behind it and the diagram open. */
async function idle() {
  const page = await open();
  const button = (name) => page.getByRole("button", { name, exact: true });
  await button("Put and get").click();
  await button("Put").click();
  await button("Pause").click();
  await page.locator("h1").click();
  await page.keyboard.press("d");
  await page.locator(".diagram").waitFor();
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  const busy = async (name) => {
    const { metrics } = await session.send("Performance.getMetrics");
    return metrics.find((metric) => metric.name === name).value * 1_000;
  };
  const [settle, seconds] = [1_000, 20];
  await new Promise((done) => setTimeout(done, settle));
  const before = [await busy("TaskDuration"), await busy("ScriptDuration")];
  await new Promise((done) => setTimeout(done, seconds * 1_000));
  const after = [await busy("TaskDuration"), await busy("ScriptDuration")];
  const [task, script] = after.map((ms, place) => ((ms - before[place]) / seconds).toFixed(3));
  console.log(`idle: ${task} ms of the main thread a second, ${script} ms of it script`);
  await page.context().close();
}

/** A change of N in clusters of two sizes: the script, and to the end of the next paint. */
async function settings() {
  for (const [count, tokens] of [[12, 64], [100, 100]]) {
    const page = await open();
    const nodes = Array.from({ length: count }, (_, number) => ({ name: `n${number}`, tokens }));
    await openScenario(page, { ringside: 1, seed: 1, nodes, n: 3, r: 1, w: 1, quorum: "sloppy", versioning: "dotted" });
    await page.getByRole("button", { name: "The cluster", exact: true }).click();
    const { scripts, paints } = await page.getByRole("textbox", { name: "N, copies of each key" }).evaluate(async (field) => {
      const { painted } = globalThis;
      const [scripts, paints] = [[], []];
      for (let round = 0; round < 40; round++) {
        field.value = String(3 + (round % 2));
        const before = performance.now();
        field.dispatchEvent(new Event("change", { bubbles: true }));
        for (let hop = 0; hop < 50; hop++) await null;
        const script = performance.now() - before;
        scripts.push(script);
        paints.push(script + (await painted()));
      }
      return { scripts, paints };
    });
    print(`settings, ${count} nodes × ${tokens} tokens, script`, scripts, "changes");
    print(`settings, ${count} nodes × ${tokens} tokens, to the paint`, paints, "changes");
    await page.context().close();
  }
}

/** The heap after 500 nodes were added and removed again, against that after the first ten. */
async function heap() {
  const page = await open();
  await page.getByRole("button", { name: "The cluster", exact: true }).click();
  const session = await page.context().newCDPSession(page);
  const used = async () => {
    await session.send("HeapProfiler.collectGarbage");
    const { usedSize } = await session.send("Runtime.getHeapUsage");
    return usedSize / 1e6;
  };
  const cycles = (count) =>
    page.evaluate(async (count) => {
      const adds = '.node-row.add button';
      const removes = 'button[aria-label="Remove F"]';
      // Names are set in an effect, after the page was drawn.
      const until = async (there) => {
        for (let hop = 0; hop < 100; hop++) {
          if ((document.querySelector(removes) !== null) === there) return;
          await new Promise((done) => setTimeout(done, 0));
        }
        throw new Error(document.querySelector(".cluster .refused")?.textContent || "nothing happened");
      };
      for (let round = 0; round < count; round++) {
        document.querySelector(adds).click();
        await until(true);
        document.querySelector(removes).click();
        await until(false);
        await new Promise((done) => setTimeout(done, 5));
      }
    }, count);
  // Undo keeps so many edits: only once they are full has the page its lasting size.
  await cycles(60);
  const before = await used();
  await cycles(500);
  const after = await used();
  console.log(`heap (JavaScript): ${before.toFixed(2)} MB before, ${after.toFixed(2)} MB after 500 cycles: ${((after / before - 1) * 100).toFixed(1)} % more`);
  await page.context().close();
}

const EXPERIMENTS = ["shares", "spread", "figure-8", "movement", "capacity", "latency", "service-level", "staleness", "engine-staleness", "placements"];

/** Each experiment once more with the next seed: how long it takes, and the tasks of more than 50 ms that it makes. */
async function laboratories() {
  for (const kind of EXPERIMENTS) {
    const context = await (await browser()).newContext({ viewport: { width: 1280, height: 720 } });
    const page = await context.newPage();
    await page.goto(`${await origin()}/#lab=${kind}`);
    const done = () => page.waitForFunction(() => document.querySelector("progress")?.value === 100, null, { timeout: 120_000 });
    await done();
    await watchTasks(page);
    const begun = await page.evaluate(async () => {
      [...document.querySelectorAll("button")].find((button) => button.textContent === "Next seed").click();
      await new Promise((drawn) => setTimeout(drawn, 50));
      return performance.now() - 50;
    });
    await done();
    const [took, tasks] = await page.evaluate((begun) => [performance.now() - begun, globalThis.tasks], begun);
    const longest = tasks.length === 0 ? "" : `, the longest ${Math.max(...tasks).toFixed(0)} ms`;
    console.log(`laboratories, ${kind}: ${took.toFixed(0)} ms, ${tasks.length} tasks of more than 50 ms${longest}`);
    await context.close();
  }
}

/** The largest inputs for some seconds: the tasks of more than 50 ms, and how soon a cancel is answered. */
async function worst() {
  for (const [what, address] of Object.entries(WORST)) {
    const context = await (await browser()).newContext({ viewport: { width: 1280, height: 720 } });
    const page = await context.newPage();
    await beginWorst(page, await origin(), address);
    await new Promise((done) => setTimeout(done, 8_000));
    const [progress, cancelled] = await page.evaluate(async () => {
      const progress = document.querySelector("progress").value;
      const cancel = [...document.querySelectorAll("button")].find((button) => button.textContent === "Cancel");
      const begun = performance.now();
      await new Promise((done) => setTimeout(done));
      cancel.click();
      await new Promise((done) => setTimeout(done));
      return [progress, performance.now() - begun];
    });
    const tasks = await page.evaluate(() => globalThis.tasks);
    const longest = tasks.length === 0 ? "" : `, the longest ${Math.max(...tasks).toFixed(0)} ms`;
    console.log(`worst, ${what}: ${progress} %, ${tasks.length} tasks of more than 50 ms${longest}; cancelled in ${cancelled.toFixed(0)} ms`);
    await context.close();
  }
}

const parts = { laboratories, worst, flights, "step-back": stepBack, idle, settings, heap };
const wanted = process.argv.slice(2);
for (const [name, part] of Object.entries(parts)) {
  if (wanted.length === 0 || wanted.includes(name)) await part();
}
await (await browser()).close();
// What serves dist/ would go on serving.
process.exit();
