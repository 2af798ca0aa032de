// The ring of a real cluster: dropped, pasted, linked; its page in every look, on a phone and by keyboard; a file of keys.
// What it says is held natively: src/page/tests/rings.rs.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

import { watchTasks } from "./laboratory.mjs";
import { started } from "./stage.mjs";
import { pageTest, violationsInEachLook } from "./support.mjs";

const still = { reducedMotion: "reduce" };
const button = (page, name) => page.getByRole("button", { name, exact: true });
const reference = (name) => readFile(new URL(`../reference/rings/${name}.txt`, import.meta.url), "utf8");
const computed = (page) => page.getByText(/leaves copies of/).waitFor();

async function drop(page, selector, name, text) {
  const data = await page.evaluateHandle(([name, text]) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], name));
    return transfer;
  }, [name, text]);
  await page.dispatchEvent(selector, "drop", { dataTransfer: data });
}

pageTest("a dropped ring is shown before it is taken, and its page is in nobody's way in any look", { ...still, permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
  await started(page);
  await drop(page, "svg.stage", "ring.txt", await reference("nodetool-ring-1"));
  const dialog = page.getByRole("dialog", { name: "A ring was read" });
  await dialog.getByRole("definition").filter({ hasText: "Murmur3Partitioner" }).waitFor();
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  assert.equal(await page.locator("svg.stage").count(), 1, "nothing has changed");
  await drop(page, "svg.stage", "ring.txt", await reference("nodetool-ring-1"));
  await button(dialog, "Show this ring").click();
  await computed(page);
  await page.getByLabel("Key", { exact: true }).fill("cart");
  await page.getByText("has the token").waitFor();
  assert.deepEqual(await violationsInEachLook(page), []);
  await button(page, "Copy the link").click();
  await page.getByText(/^Copied: a link of \d+ characters to this ring/).waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  await page.goto("about:blank");
  await page.goto(link);
  await page.getByText("A ring of 2 nodes and 16 tokens").waitFor();
  await button(page, "Stage").click();
  await page.locator("svg.stage").waitFor();
});

pageTest("a file of keys is counted in chunks, by column, and can be called off", still, async (page) => {
  await page.goto(new URL("#ring", page.url()).href);
  await button(page, "Try an example").click();
  await button(page.getByRole("dialog", { name: "A ring was read" }), "Show this ring").click();
  await computed(page);
  const keys = Array.from({ length: 300_000 }, (_, number) => `${number},user:${number % 250_000}`).join("\n");
  const file = { name: "keys.csv", mimeType: "text/csv", buffer: Buffer.from(`number,key\n${keys}\n`) };
  await watchTasks(page);
  await page.getByLabel("Choose a file of keys").setInputFiles(file);
  await page.getByText(/^Of 300,000 keys, /).first().waitFor({ timeout: 60_000 });
  console.log(`long tasks while counting 300,000 keys: ${await page.evaluate(() => globalThis.tasks.map((task) => Math.round(task)))}`);
  assert.equal(await page.getByLabel("Column of keys").inputValue(), "1");
  await page.getByLabel("Choose a file of keys").setInputFiles({ ...file, buffer: Buffer.from("a\n\0b\n") });
  await page.getByText(/line 2: got a NUL/).waitFor();
  const many = Buffer.from(Array.from({ length: 2_000_000 }, (_, number) => `user:${number}`).join("\n"));
  await page.getByLabel("Choose a file of keys").setInputFiles({ ...file, buffer: many });
  // At once: counting goes on while a pointer would wait for the button to stand still.
  await button(page, "Cancel").dispatchEvent("click");
  await button(page, "Cancel").waitFor({ state: "hidden" });
  assert.equal(await page.getByText(/^Of 2,000,000 keys, /).count(), 0, "it did not end by itself");
});

pageTest("on a phone the ring does not scroll sideways", { ...still, width: 390, height: 844, path: "/#ring" }, async (page) => {
  await button(page, "Try an example").click();
  await button(page.getByRole("dialog", { name: "A ring was read" }), "Show this ring").click();
  await computed(page);
  assert.ok((await page.evaluate(() => document.scrollingElement.scrollWidth)) <= 390);
});
