// Assignment: find a history that breaks plain vector clocks. Section 4.4 of the Dynamo paper.
//
//   node --test assignment.test.mjs
//
// The paper compares versions by vector clocks. That loses a write now and then, though nothing fails: no node crashes, no message is
// lost, nobody is cut off. Write a program that finds such a history by itself, for any cluster that it is given.

/**
 * What is asked for.
 *
 * @typedef {object} Task
 * @property {import("ringside").Scenario} scenario the cluster: its nodes, N, R, W, its network and its seed. `versioning` and `script`
 *   are missing; the test adds `versioning: "plain"` and `versioning: "dotted"`, and your script.
 * @property {string} key the key that all commands are about
 * @property {string[]} clients the clients that may take part
 * @property {number} commands how many commands there may be at most
 */

/**
 * Finds commands that, given one after the other, lose an acknowledged write with plain vector clocks, and lose nothing with dotted
 * version vectors.
 *
 * - The commands are gets and puts: `{ do: "get", client, key }` and `{ do: "put", client, key, value }`, and nothing else. Which node a
 *   client contacts is left to the load balancer, that is, to chance; the same scenario always gives the same history.
 * - Nobody writes blindly: whoever puts has read the key or written it before, the very first put excepted.
 * - A write is lost if it was acknowledged, no replica has it in the end, and nobody who wrote later had read it. `violations()` says so
 *   under the name "no-acknowledged-write-is-lost".
 *
 * Play the candidates in the engine, and let `violations()` judge them:
 *
 *     const playground = new ringside.Playground({ ...task.scenario, versioning: "plain", script });
 *     playground.run();
 *     const lost = playground.violations();
 *     playground.free(); // gives its memory back: needed in a long search
 *
 * `Dice` of `../support.mjs` is chance from a seed. There are ten seconds for each task; a good search needs far less than one.
 *
 * @param {typeof import("ringside")} ringside
 * @param {Task} task
 * @param {number} seed for the chance of your own search, so that two runs do the same
 * @returns {import("ringside").Command[]} the commands
 */
export function findLostWrite(ringside, task, seed) {
  throw new Error("findLostWrite is still to be written");
}
