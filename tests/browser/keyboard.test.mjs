// Everything without a mouse.

import assert from "node:assert/strict";

import { stageTest } from "./stage.mjs";

const still = { reducedMotion: "reduce" };

const sentence = (page) => page.locator(".sentence");
const words = async (page) => sentence(page).textContent();
const press = (page, ...keys) => keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());

/** Goes on with Tab until something of this name has the focus. */
async function tabTo(page, name) {
  for (let presses = 0; presses < 80; presses++) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      const label = element.labels?.[0]?.textContent ?? element.textContent;
      return element.getAttribute("aria-label") ?? label.trim();
    });
    if (focused.startsWith(name)) return;
  }
  assert.fail(`Tab never reached ${name}`);
}

stageTest("a walk, a put and a get by keyboard alone", still, async (page) => {
  await press(page, "k");
  await press(page, "ControlOrMeta+a");
  await page.keyboard.type("cart-paul");
  await press(page, "Enter");
  await page.getByText("Step 1 of 8").waitFor();
  await page.evaluate(() => document.activeElement.blur());
  await press(page, " ", "End");
  assert.match(await words(page), /^B, C and E keep “cart-paul”/);
  await tabTo(page, "Value");
  await press(page, "ControlOrMeta+a");
  await page.keyboard.type("rice");
  await tabTo(page, "Put");
  await press(page, "Enter");
  assert.match(await words(page), /^Alice asks [A-E] to put “cart-paul”/);
  await press(page, "End");
  await tabTo(page, "Bob");
  await press(page, "Enter", "g", "End");
  const labels = await page.getByRole("button", { name: /stores “rice”/ }).count();
  assert.equal(labels, 3);
});

stageTest("shortcuts never fire while somebody types", still, async (page) => {
  await press(page, "k");
  await page.keyboard.type("w?pgu 12");
  assert.equal(await page.getByRole("textbox", { name: "Key", exact: true }).inputValue(), "cart-deborahw?pgu 12");
  assert.match(await page.locator(".step-words").innerText(), /^Step 0 of/);
  await press(page, "ArrowLeft", "Home", "End");
  assert.match(await page.locator(".step-words").innerText(), /^Step 0 of/);
});

stageTest("steps, films and play have keys of their own", still, async (page) => {
  await press(page, "ArrowRight", "PageDown");
  await page.getByText("Step 2 of 8").waitFor();
  await press(page, "PageUp");
  await page.getByText("Step 1 of 8").waitFor();
  await press(page, "End");
  await page.getByText("Step 8 of 8").waitFor();
  await press(page, "Home");
  await page.getByText("Step 0 of 8").waitFor();
  await press(page, "2");
  assert.match(await words(page), /^No request yet/);
  await press(page, "1", " ");
  await page.getByRole("button", { name: "Pause" }).waitFor();
  await press(page, " ");
  await page.getByRole("button", { name: "Play", exact: true }).waitFor();
});

stageTest("nodes, the key and the ring's tokens explain themselves when they are focused", still, async (page) => {
  await press(page, "End");
  const pointed = page.locator(".because");
  await tabTo(page, "Tokens of the ring");
  await press(page, "ArrowRight");
  assert.match(await pointed.textContent(), /^Token of D at 0.9°: it owns the arc before it/);
  const ring = page.getByRole("slider", { name: "Tokens of the ring, clockwise" });
  assert.match(await ring.getAttribute("aria-valuetext"), /^Token of D/);
  await press(page, "End");
  assert.equal(await ring.getAttribute("aria-valuenow"), "40");
  await tabTo(page, "Key “cart-deborah”");
  assert.match(await pointed.textContent(), /MD5 11cbc29235eaa1586b1481fdfbf185c4/);
  await tabTo(page, "Node A");
  assert.match(await pointed.textContent(), /^Node A: 8 tokens, 23\.2\s% of the ring\. An even share would be 20\.0\s%\.$/);
  await press(page, "Enter");
  await page.getByRole("menu", { name: /A/ }).waitFor();
  await press(page, "Escape");
  await page.getByRole("menu").waitFor({ state: "hidden" });
  await tabTo(page, "Client Bob");
  assert.match(await pointed.textContent(), /^Bob is a client/);
});

stageTest("the help opens with ?, keeps the focus, and closes with Escape", still, async (page) => {
  await press(page, "?");
  const dialog = page.getByRole("dialog", { name: "Help" });
  await dialog.waitFor();
  await press(page, "ArrowRight");
  assert.match(await page.locator(".step-words").innerText(), /^Step 0 of/);
  await press(page, "Escape");
  await dialog.waitFor({ state: "hidden" });
  await press(page, "ArrowRight");
  await page.getByText("Step 1 of 8").waitFor();
});

stageTest("each step is spoken once: the live region says one new sentence, and nothing else speaks", still, async (page) => {
  await press(page, "p", " ", "Home");
  await page.getByText("Step 0 of 7").waitFor();
  assert.equal(await sentence(page).getAttribute("aria-live"), "polite");
  await page.evaluate(() => {
    const live = "[aria-live], [role=status], [role=alert]";
    globalThis.spoken = [];
    // A reader speaks what a region says when it has changed; what it said before, it does not say again.
    const known = new Map([...document.querySelectorAll(live)].map((region) => [region, region.textContent]));
    new MutationObserver((changes) => {
      const at = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest(live);
      for (const region of new Set(changes.map(({ target }) => at(target)).filter(Boolean))) {
        const words = region.textContent.trim();
        if (known.get(region) !== region.textContent && words !== "") globalThis.spoken.push(words);
        known.set(region, region.textContent);
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  const spoken = () => page.evaluate(() => globalThis.spoken.splice(0));
  const sentences = new Set();
  for (const [key, step] of [...[1, 2, 3, 4, 5, 6, 7].map((step) => ["ArrowRight", step]), ...[6, 5, 4, 3, 2, 1].map((step) => ["ArrowLeft", step])]) {
    await press(page, key);
    await page.getByText(`Step ${step} of 7`).waitFor();
    const now = await words(page);
    assert.deepEqual(await spoken(), [now], `step ${step}`);
    sentences.add(now);
  }
  assert.equal(sentences.size, 7);
});
