// What the tests of the assignments share: which engine and whose file is tested, and chance that is the same in every run.

import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/**
 * The engine: the folder of the package that RINGSIDE names, or the one that `cargo xtask dist` has built, or else the package that is
 * installed where the assignments lie.
 */
export async function loadRingside() {
  const built = fileURLToPath(new URL("../../dist/npm/", import.meta.url));
  const folder = process.env.RINGSIDE ?? (existsSync(built) ? built : null);
  try {
    return await import(folder ? pathToFileURL(resolve(folder, "node.js")).href : "ringside");
  } catch (cause) {
    throw new Error("The engine was not found. Install its package here, or name its folder: RINGSIDE=/path/to/dist/npm", { cause });
  }
}

/** The file that is tested: the one that ASSIGNMENT names, as seen from the test, or the `assignment.mjs` beside it. */
export function loadAssignment(test) {
  return import(new URL(process.env.ASSIGNMENT ?? "./assignment.mjs", test));
}

/**
 * Gives a command to the playground, and lets time pass until its operation has ended.
 *
 * @param {import("ringside").Playground} playground
 * @param {import("ringside").Command} command a get or a put
 * @returns {import("ringside").OperationState} its `status` is "ok" or "failed"
 */
export function request(playground, command) {
  const id = playground.apply(command);
  const ends = (fact) => fact.what === "answered" || fact.what === "failed";
  for (;;) {
    const event = playground.step();
    if (event === null || (event.operation === id && event.facts.some(ends))) break;
  }
  return playground.state().operations.find((operation) => operation.id === id);
}

/** Chance from a seed. */
export class Dice {
  #state;

  constructor(seed) {
    this.#state = seed >>> 0;
  }

  /** A whole number from 0 to bound − 1. */
  below(bound) {
    // A linear congruential generator; of its bits only the upper ones are used.
    this.#state = (Math.imul(this.#state, 1664525) + 1013904223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * bound);
  }

  one(list) {
    return list[this.below(list.length)];
  }

  chance(percent) {
    return this.below(100) < percent;
  }
}
