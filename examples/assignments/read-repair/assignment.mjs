// Assignment: read repair. Section 4.5 of the Dynamo paper, and section 4.4 for how versions are compared.
//
//   node --test assignment.test.mjs
//
// A node coordinates a get. It has asked the replicas of the key, and their answers have come, one after the other. Write the decision
// that it takes: what does the client get, and what must each replica be sent?

/**
 * One version of the object, as it stands in `State`.
 *
 * @typedef {object} Version
 * @property {string | null} value what was put; null if this version is a deletion (a tombstone)
 * @property {[string, number]} dot the name of this version: the node that made it, and a number of that node's own
 * @property {{ [node: string]: number }} clock its vector clock: `past` and the dot together
 * @property {{ [node: string]: number }} past the vector clock of what its writer had read. Two clients that have read the same version
 *   may both write through the same node: then neither has read the other's version, though the number of one is higher.
 */

/**
 * What one node answered.
 *
 * @typedef {object} Answer
 * @property {string} node
 * @property {boolean} home whether the node is one of the first N of the key's preference list. Otherwise it only stands in for one
 *   that does not answer (a sloppy quorum, section 4.6): what it has counts, but it keeps the key for a while only and is not repaired.
 * @property {Version[]} versions what it has of the key: nothing, one version, or several siblings
 */

/**
 * @param {Answer[]} answers all answers, in the order in which they came
 * @param {number} r how many answers the client waits for: it gets what the first r of them amount to. The answers that come later
 *   count for the repair only.
 * @returns {{ values: Version[], repairs: { [node: string]: Version[] } }} `values`: what the client gets, in any order. `repairs`: for
 *   each node that must be sent something, exactly those versions that it lacks, in any order; no entry for any other node.
 */
export function readRepair(answers, r) {
  throw new Error("readRepair is still to be written");
}
