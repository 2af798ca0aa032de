// Messages that fly, and are pointed at. What a put and a get show is in src/page/tests/requests.rs.

import assert from "node:assert/strict";

import { stageTest } from "./stage.mjs";

const still = { reducedMotion: "reduce" };

const button = (page, name) => page.getByRole("button", { name, exact: true });

stageTest("pointing at a message says what it carries", still, async (page) => {
  await page.keyboard.press("p");
  await button(page, "Pause").click();
  await page.locator(".flight").hover();
  await page.locator(".because.pointed", { hasText: /^put-request from Alice to [A-E]: put\. It is about “cart-deborah”\. It carries “milk”/ }).waitFor();
});
