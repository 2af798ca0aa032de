// The journey of a key as it is played. What stands in it is in src/page/tests/journey.rs.

import assert from "node:assert/strict";

import { stageTest } from "./stage.mjs";

const still = { reducedMotion: "reduce" };

const step = (page) => page.getByRole("button", { name: "Step", exact: true });
const preferenceList = (page) => page.getByRole("list", { name: "Preference list" }).getByRole("listitem");

stageTest("a stage can be chosen, and the walk replayed", still, async (page) => {
  await step(page).click();
  await page.getByRole("button", { name: /Angle/ }).click();
  await page.getByText("Step 3 of 8").waitFor();
  await page.getByRole("button", { name: "Where does it go?" }).click();
  await page.getByText("Step 1 of 8").waitFor();
  await page.getByRole("button", { name: "Pause" }).waitFor();
});

stageTest("a walk plays to its end by itself, with motion", { reducedMotion: "no-preference" }, async (page) => {
  await page.getByRole("combobox", { name: "Speed" }).selectOption("8×");
  await page.getByRole("button", { name: "Where does it go?" }).click();
  await page.getByText("Step 8 of 8").waitFor();
  assert.equal(await preferenceList(page).count(), 3);
  await page.getByRole("button", { name: "Play", exact: true }).waitFor();
});
