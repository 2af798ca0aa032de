// The laboratories: each experiment runs to its end and says what it found.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

import { WORST, assertAgrees, beginWorst, button, cancelIfUnderWay, changed, field, figures, measured, measuredAnew, number, numbersOf, progress, reading } from "./laboratory.mjs";
import { accessibilityViolations, stageTest } from "./stage.mjs";
import { origin, pageTest } from "./support.mjs";

const still = { reducedMotion: "reduce" };

const first = (rows) => rows[0];
const last = (rows) => rows.at(-1);

/** What each experiment says, held against the numbers that it shows. */
const SENTENCES = {
  shares({ captions: [caption], tables: [rows], figures }) {
    const pattern = /loads spread by (.+) % of the mean; theory says (.+) %\. The busiest node bears (.+) times its part, and (.+) % of the nodes/;
    const [spread, theory, busiest, out] = numbersOf(caption, pattern);
    const [measured, expected] = figures["Spread: standard deviation / mean"];
    assertAgrees(spread, measured);
    assertAgrees(theory, expected);
    assertAgrees(busiest, figures["Busiest node / mean"][0]);
    assertAgrees(out, figures["Nodes 15 % or more off the mean"][0]);
    const all = rows.reduce((sum, row) => sum + number(row["one trial"]), 0);
    assert.ok(rows.length === 10 && Math.abs(all - 100) < 0.5, `${rows.length} shares of ${all} %`);
  },
  spread({ captions, tables: [spreads, busiest] }) {
    const pattern = /From (\d+) to (\d+) tokens a node the spread goes from (.+) % to (.+) % of the mean: it falls as one over the square root/;
    const [from, upto, most, least] = numbersOf(captions[0], pattern);
    assert.deepEqual([from, upto], [first(spreads), last(spreads)].map((row) => row["tokens of each node"]));
    assertAgrees(most, first(spreads).measured);
    assertAgrees(least, last(spreads).measured);
    const [few, highest, many, lowest] = numbersOf(captions[1], /with (\d+) tokens? (.+) times the mean, with (\d+) tokens? (.+) times the mean/);
    assert.deepEqual([few, many], [from, upto]);
    assertAgrees(highest, first(busiest).measured);
    assertAgrees(lowest, last(busiest).measured);
  },
  "figure-8"({ captions: [caption], tables: [rows] }) {
    const pattern = /With (\d+) entries of metadata, mean load over highest load is (.+) by strategy 1, (.+) by strategy 2, (.+) by strategy 3: strategy 3 balances best/;
    const [entries, ...efficiencies] = numbersOf(caption, pattern);
    const [axis, ...columns] = Object.keys(first(rows));
    assert.equal(first(rows)[axis], entries);
    assert.equal(columns.length, 3);
    columns.forEach((column, place) => assertAgrees(efficiencies[place], first(rows)[column], 100));
    const third = columns.pop();
    assert.ok(columns.every((column) => number(first(rows)[column]) < number(first(rows)[third])));
  },
  movement({ captions: [caption], tables: [rows], figures }) {
    const pattern = /the ring moves (.+) % of the copies, and (.+) % is its part; hash mod nodes moves (.+) % of the keys/;
    const [ring, part, modulo] = numbersOf(caption, pattern);
    assertAgrees(ring, first(rows)["copies that move"]);
    assertAgrees(part, figures["What has to move"][0]);
    assertAgrees(modulo, last(rows)["copies that move"]);
    assert.equal(last(rows).placement, "hash mod nodes");
  },
  capacity({ captions: [caption], figures }) {
    const pattern = /bears (.+) times its part with one token each, (.+) times with equal tokens, and (.+) times with tokens by capacity/;
    const plans = ["One token each", "Equal tokens", "Tokens by capacity"].map((plan) => figures[plan][0]);
    numbersOf(caption, pattern).forEach((times, place) => assertAgrees(times, plans[place].replace("busiest node ", "")));
  },
  latency({ captions, tables, figures }) {
    ["get", "put"].forEach((operation, place) => {
      const pattern = /Half of the [a-z]+ are done within (.+) ms, but the mean is (.+) ms, and one in a thousand takes more than (.+) ms, (.+) times the mean/;
      const [median, mean, slowest, times] = numbersOf(captions[place], pattern);
      const shown = numbersOf(figures[operation][0], /^mean (.+) ms, median (.+) ms, 95th .+ ms, 99th .+ ms, 99\.9th (.+) ms$/);
      assert.deepEqual([mean, median, slowest], shown);
      assert.ok(Math.abs((number(times) * number(mean)) / number(slowest) - 1) < 0.03, `${times} times ${mean} is ${slowest}`);
      // The distribution has half of its requests up to the median, and a bar is an eighth of a doubling wide.
      let upto = 0;
      const middle = tables[place].find((row) => (upto += number(row.requests)) >= 49.9);
      const off = number(middle.milliseconds) / number(median);
      assert.ok(off > 0.9 && off < 1.1, `${median}, and half of the requests up to ${middle.milliseconds}`);
    });
  },
  "service-level"({ captions, tables: [, inTime], figures }) {
    const [rate] = numbersOf(captions[0], /^99 % within 2000 ms holds up to (\d+) requests a second/);
    assertAgrees(rate, figures["Holds up to"][0]);
    const axis = "requests a second of the whole cluster";
    const held = inTime.filter((row) => number(row[axis]) <= number(rate));
    assert.ok(held.length > 0 && held.every((row) => number(row["in time"]) >= 99), JSON.stringify(held));
    const ends = numbersOf(captions[1], /^(.+) % are in time at (.+) requests a second, (.+) % are in time at (.+) requests a second\.$/);
    assert.deepEqual(
      ends,
      [first(inTime), last(inTime)].flatMap((row) => [row["in time"].replace(" %", ""), row[axis]]),
    );
  },
  staleness({ captions, tables: [seen, versions], figures }) {
    const [at, later] = numbersOf(captions[0], /a read right after a write sees it in (.+) % of the trials; (.+) ms later in 99\.9 %/);
    assertAgrees(at, first(seen)["sees the write"]);
    assertAgrees(later, figures["99.9 % of reads see it after"][0]);
    // Two of three replicas may miss the write: 1 - 2/3, and 1 - (2/3)³.
    assert.deepEqual(numbersOf(captions[1], /^(.+) % of reads return the latest version, (.+) % one of the latest three/), ["33.3", "70.4"]);
    assert.deepEqual([versions[0], versions[2]].map((row) => row["k-staleness, in closed form"]), ["33.3 %", "70.4 %"]);
  },
  "engine-staleness"({ captions: [caption], tables: [rows] }) {
    const pattern = /^In the engine (.+) % of the gets sent 0 ms after the acknowledgement see the put, and (.+) % of those that follow; the legs take 10\.0 ms/;
    const [once, again] = numbersOf(caption, pattern);
    assertAgrees(once, first(rows)["the engine"]);
    assertAgrees(again, first(rows)["the engine, read again"]);
  },
};

for (const [word, check] of Object.entries(SENTENCES)) {
  pageTest(`an experiment runs to its end, and what it says is what it shows: ${word}`, { ...still, path: `/#lab=${word}&${word === "service-level" ? "requests=500" : "trials=20"}` }, async (page) => {
    await measured(page);
    check(await reading(page));
    for (const figure of await figures(page).all()) {
      await figure.locator("summary").click();
      assert.ok((await figure.getByRole("row").count()) > 1, "numbers behind the chart");
      assert.match(await figure.getByRole("img").getAttribute("aria-label"), /\w\. \w/);
      const headings = await figure.getByRole("columnheader").allInnerTexts();
      assert.ok(headings.every((heading) => heading !== "") && new Set(headings).size === headings.length, headings.join(", "));
    }
  });
}

// As slow as is allowed: some ten seconds, of which a test needs one.
const SLOW = "#lab=latency&trials=2000000&n=32&r=16&w=16";

/** Under way, and some way from its end. */
async function underWay(page) {
  await page.waitForFunction(() => document.querySelector("progress")?.value >= 1);
  assert.ok((await progress(page)) < 90);
}

pageTest("an experiment that is cancelled stops where it is, and the page goes on", { ...still, path: `/${SLOW}` }, async (page) => {
  await underWay(page);
  await button(page, "Cancel").click();
  const stopped = await progress(page);
  assert.ok(stopped >= 1 && stopped < 100, `${stopped} %`);
  await new Promise((done) => setTimeout(done, 500));
  assert.equal(await progress(page), stopped);
  assert.ok(!(await button(page, "Cancel").isVisible()));
  await button(page, "Next seed").click();
  assert.equal(await field(page, "Seed").inputValue(), "2");
  await underWay(page);
  await measuredAnew(page, () => changed(page, "Requests", "100"));
  assert.match((await reading(page)).captions[0], /^Half of the gets/);
});

// A page has 50 ms for a task. A machine that does other things may stop it in the middle of one, so that only what is far
// above is seen here; tests/native/laboratory_slices.rs looks at what each slice takes of the processor, and perf.mjs prints the tasks.
const LONGEST_TASK = 500;

for (const [what, address] of Object.entries(WORST)) {
  pageTest(`the page answers, and Cancel cancels, whatever is measured: ${what}`, still, async (page) => {
    await beginWorst(page, await origin(), address);
    await new Promise((done) => setTimeout(done, 3_000));
    await cancelIfUnderWay(page);
    const tasks = await page.evaluate(() => globalThis.tasks);
    assert.ok(Math.max(0, ...tasks) < LONGEST_TASK, `tasks of ${tasks.map(Math.round).join(", ")} ms`);
  });
}

pageTest("while an experiment is under way the page does what it is told", { ...still, path: `/${SLOW}` }, async (page) => {
  await underWay(page);
  const whileUnderWay = async (what) => {
    const at = await progress(page);
    assert.ok(at >= 1 && at < 100, `${what} at ${at} %`);
  };
  await field(page, "Look").selectOption("dark");
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "dark");
  await whileUnderWay("the look");
  // What has been found so far is shown, and can be opened and read.
  await figures(page).first().locator("summary").click();
  assert.ok(await figures(page).first().getByRole("table").isVisible());
  await whileUnderWay("the table");
  await changed(page, "R, answers a get waits for", "1");
  await page.waitForFunction(() => location.hash.includes("&r=1&"));
  await underWay(page);
  await measuredAnew(page, () => button(page, "Capacity").click());
  assert.match(await page.getByRole("heading", { level: 2 }).innerText(), /stronger machine/);
});

pageTest("what somebody types while an experiment is under way stays until it is entered", { ...still, path: `/${SLOW}` }, async (page) => {
  await underWay(page);
  const [name, begun] = ["R, answers a get waits for", await progress(page)];
  await field(page, name).fill("1");
  // In the meantime the page is drawn anew, with what was found.
  await page.waitForFunction((begun) => document.querySelector("progress").value >= begun + 5, begun);
  assert.equal(await field(page, name).inputValue(), "1");
  await field(page, name).press("End");
  await field(page, name).press("2");
  await field(page, name).press("Enter");
  await page.waitForFunction(() => location.hash.includes("&r=12&"));
});

/** An address, what fields it fills, and what is measured then. */
const SET = [
  [
    "delays of one's own",
    "latency&preset=own&write=fixed%2010&ack=fixed%205&read=fixed%201&response=fixed%202&trials=100",
    { Delays: "own", "W: the write to a replica": "fixed 10", "A: its acknowledgement": "fixed 5", "R: the read to a replica": "fixed 1", "S: its answer": "fixed 2" },
    ({ figures }) => {
      assert.equal(figures.get[0], "mean 3 ms, median 3 ms, 95th 3 ms, 99th 3 ms, 99.9th 3 ms");
      assert.equal(figures.put[0], "mean 15 ms, median 15 ms, 95th 15 ms, 99th 15 ms, 99.9th 15 ms");
    },
  ],
  [
    "strategy 3 with its Q",
    "shares&n=1&strategy=equal-partitions&partitions=25&trials=20",
    { Placement: "equal-partitions", "Q, partitions (0: as many as tokens)": "25" },
    ({ captions, tables: [rows] }) => {
      // 25 partitions for ten nodes: two or three each.
      assert.match(captions[0], /25 equal partitions/);
      assert.deepEqual([...new Set(rows.map((row) => row["one trial"]))].sort(), ["12 %", "8 %"]);
    },
  ],
  [
    "strategy 2 with its Q",
    "shares&n=1&strategy=random-tokens-equal-partitions&partitions=20&trials=20",
    { Placement: "random-tokens-equal-partitions", "Q, partitions (0: as many as tokens)": "20" },
    ({ tables: [rows] }) => rows.forEach((row) => assert.equal(number(row["one trial"]) % 5, 0, "whole twentieths")),
  ],
  [
    "real keys",
    "shares&nodes=4&n=1&keys=1000&trials=20",
    { "Real keys (0: the key space itself)": "1000" },
    ({ tables: [rows] }) => {
      const keys = rows.map((row) => number(row["one trial"]) * 10);
      assert.ok(keys.every((count) => Math.abs(count - Math.round(count)) < 1e-9), `whole keys: ${keys}`);
      assert.equal(Math.round(keys.reduce((sum, count) => sum + count, 0)), 1000);
    },
  ],
  [
    "capacities",
    "shares&nodes=3&n=1&tokens=256&capacities=1%2C1%2C2&trials=20",
    { "Capacities (empty: all alike)": "1,1,2" },
    ({ tables: [rows] }) => {
      assert.deepEqual(rows.map((row) => row["by capacity"]), ["25 %", "25 %", "50 %"]);
      rows.forEach((row) => assert.ok(Math.abs(number(row["one trial"]) - number(row["by capacity"])) < 8, JSON.stringify(row)));
    },
  ],
];

for (const [what, address, fields, check] of SET) {
  pageTest(`an address sets what is measured: ${what}`, { ...still, path: `/#lab=${address}` }, async (page) => {
    await measured(page);
    for (const [name, text] of Object.entries(fields)) assert.equal(await field(page, name).inputValue(), text, name);
    check(await reading(page));
  });
}

stageTest("settings are in the address and come back, and what is wrong is refused by name", still, async (page) => {
  await button(page, "Laboratories").click();
  await measured(page);
  await measuredAnew(page, () => changed(page, "Nodes", "20"));
  assert.match(await page.evaluate(() => location.hash), /^#lab=shares&nodes=20/);
  await page.reload();
  await measured(page);
  assert.equal(await field(page, "Nodes").inputValue(), "20");
  await changed(page, "Nodes", "many");
  assert.match(await page.getByRole("alert").filter({ hasText: "nodes" }).innerText(), /nodes: got "many"/);
});

async function downloaded(page, name) {
  const [download] = await Promise.all([page.waitForEvent("download"), button(page, name).first().click()]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

stageTest("the numbers are taken along as they are shown", still, async (page) => {
  await button(page, "Laboratories").click();
  await measured(page);
  const { name, bytes } = await downloaded(page, "CSV");
  assert.equal(name, "ringside-shares.csv");
  const [shares, others] = bytes.toString("utf8").split("\r\n\r\n").map((table) => table.trimEnd().split("\r\n").map((row) => row.split(",")));
  assert.deepEqual(first(shares), ["node", "tokens", "share", "fair share", "mean share"]);
  assert.deepEqual(first(others), ["figure", "measured", "standard error", "expected"]);
  const { tables, figures } = await reading(page);
  const shown = tables[0].map((row) => [row.node, row["one trial"]]);
  assert.equal(shares.length - 1, shown.length);
  shares.slice(1).forEach(([node, , share], place) => {
    assert.equal(node, shown[place][0]);
    // In full in the file: as far as the table is rounded it is the same.
    assertAgrees(String(Number(share) * 100), shown[place][1]);
  });
  const [, measuredCv, , expectedCv] = others.find(([figure]) => figure === "cv");
  const [measuredShown, expectedShown] = figures["Spread: standard deviation / mean"];
  assertAgrees(String(measuredCv * 100), measuredShown);
  assertAgrees(String(expectedCv * 100), expectedShown);
});

pageTest("a chart is taken along as an SVG that stands alone, with all that tells its series apart", { ...still, path: "/#lab=figure-8&trials=20" }, async (page) => {
  await measured(page);
  const title = await figures(page).first().getByRole("heading").innerText();
  const { name, bytes } = await downloaded(page, "SVG");
  assert.equal(name, "load-balancing-efficiency-against-the-size-of-the-metadata.svg");
  const file = await page.evaluate((text) => {
    const parsed = new DOMParser().parseFromString(text, "image/svg+xml");
    const all = [...parsed.querySelectorAll("*")];
    return {
      root: parsed.documentElement.localName,
      title: parsed.querySelector("title")?.textContent,
      size: ["width", "height"].map((name) => parsed.documentElement.getAttribute(name)),
      elements: [...new Set(all.map((element) => element.localName))].sort(),
      handlers: all.flatMap((element) => element.getAttributeNames()).filter((name) => /^on|href/.test(name)),
      // The line of each strategy is what is drawn as wide as that.
      dashes: [...new Set([...parsed.querySelectorAll('path[stroke-width="2.5"]')].map((line) => line.getAttribute("stroke-dasharray")))],
      words: [...parsed.querySelectorAll("text")].map((text) => text.textContent),
    };
  }, bytes.toString("utf8"));
  assert.equal(file.root, "svg", "it is no page about an error");
  assert.equal(file.title, title);
  assert.deepEqual(file.size, ["760", "380"]);
  assert.deepEqual(file.elements, ["path", "rect", "svg", "text", "title"], "no script, nothing foreign");
  assert.deepEqual(file.handlers, []);
  assert.equal(file.dashes.length, 3, file.dashes.join("; "));
  for (const words of ["1: random tokens", "2: random tokens, equal partitions", "3: equal partitions", "entries of metadata"]) assert.ok(file.words.includes(words), words);
});

stageTest("a chart is taken along as a PNG of twice its size", still, async (page) => {
  await button(page, "Laboratories").click();
  await measured(page);
  const { name, bytes } = await downloaded(page, "PNG");
  assert.equal(name, "share-of-the-load-of-each-node.png");
  assert.deepEqual([...bytes.subarray(0, 8)], [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  assert.equal(bytes.toString("latin1", 12, 16), "IHDR");
  assert.deepEqual([bytes.readUInt32BE(16), bytes.readUInt32BE(20)], [1520, 760]);
  // A picture of nothing would be far smaller.
  const colours = await page.evaluate(async (base64) => {
    const image = new Image();
    image.src = `data:image/png;base64,${base64}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
    canvas.drawImage(image, 0, 0);
    return new Set(new Uint32Array(canvas.getImageData(0, 0, image.width, image.height).data.buffer)).size;
  }, bytes.toString("base64"));
  assert.ok(colours > 10, `${colours} colours: ten bars, lines and words`);
});

for (const [where, options] of [["a phone", { width: 390, height: 844 }], ["a projector", { query: "?theme=projector" }]]) {
  for (const word of ["figure-8", "latency", "service-level"]) {
    const { query = "", ...size } = options;
    pageTest(`the words of a chart stay on it, and those of the buttons on them, on ${where}: ${word}`, { ...still, ...size, path: `/${query}#lab=${word}&${word === "service-level" ? "requests=500" : "trials=20"}` }, async (page) => {
      await measured(page);
      const cut = await page.evaluate(() => {
        const leaves = (words) => {
          const [box, { width, height }] = [words.getBBox(), words.ownerSVGElement.viewBox.baseVal];
          return box.x < 0 || box.y < 0 || box.x + box.width > width || box.y + box.height > height;
        };
        const clipped = (button) => button.scrollWidth > button.clientWidth;
        const words = [...[...document.querySelectorAll("figure svg text")].filter(leaves), ...[...document.querySelectorAll(".rooms button")].filter(clipped)];
        return words.map((each) => each.textContent);
      });
      assert.deepEqual(cut, []);
    });
  }
}

stageTest("in the ring: the stage has the nodes of the experiment, and no shortcut reaches it before", still, async (page) => {
  await button(page, "Laboratories").click();
  await measured(page);
  await measuredAnew(page, () => changed(page, "Nodes", "7"));
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press("p");
  await button(page, "In the ring").click();
  await page.getByText("7 nodes, 56 tokens").waitFor();
  assert.equal(await page.getByRole("group", { name: "Nodes" }).getByRole("button").count(), 7);
  assert.doesNotMatch(await page.locator(".page").innerText(), /milk”/);
});

for (const theme of ["light", "dark", "projector"]) {
  pageTest(`a laboratory is in nobody's way: ${theme}`, { ...still, path: `/?theme=${theme}#lab=spread&trials=20` }, async (page) => {
    await measured(page);
    assert.deepEqual(await accessibilityViolations(page), []);
  });
}

pageTest("on a phone a laboratory does not scroll sideways", { ...still, width: 390, height: 844, path: "/#lab=latency&trials=2000" }, async (page) => {
  await measured(page);
  assert.ok((await page.evaluate(() => document.scrollingElement.scrollWidth)) <= 390);
});

stageTest("a link to a laboratory that there is not is said to be one", { ...still, path: "/#lab=alchemy" }, async (page) => {
  const dialog = page.getByRole("dialog", { name: "That could not be opened" });
  assert.match(await dialog.innerText(), /lab: got “alchemy”/);
});

pageTest("on paper a laboratory is its charts and numbers, on white, whatever the screen is", { ...still, colorScheme: "dark", path: "/#lab=spread&trials=20" }, async (page) => {
  await measured(page);
  await page.emulateMedia({ media: "print" });
  const colour = (selector, name) => page.locator(selector).first().evaluate((element, name) => getComputedStyle(element)[name], name);
  assert.equal(await colour("body", "backgroundColor"), "rgb(252, 251, 248)");
  assert.equal(await colour("figcaption", "color"), "rgb(27, 32, 36)");
  assert.ok(await figures(page).first().getByRole("img").isVisible());
  assert.ok(!(await button(page, "Next seed").isVisible()) && !(await button(page, "SVG").first().isVisible()));
  const sheet = await page.locator(".found").evaluate((found) => ({ shown: found.clientHeight, whole: found.scrollHeight }));
  assert.ok(sheet.whole <= sheet.shown + 1, "nothing is cut off");
});
