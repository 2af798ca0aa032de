// The assignments of examples/assignments: each test passes with the kept solution, fails with the attempt that most people make first, by
// the assertions that are there for it, and fails with the file that students are handed.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { fileURLToPath } from "node:url";

const ASSIGNMENTS = {
  "read-repair": [
    "the client gets all causally unrelated versions, and each replica those that it lacks (4.4, 4.5)",
    "a large counter is no sign of a newer version (4.4)",
    "two versions that one node made for two writers are siblings if neither writer had read the other's (4.4)",
    "a deletion is a version like any other (4.4)",
    "a node that only stands in counts as a source, and is not repaired (4.6)",
    "the decision is the engine's, in random histories with partitions, deletions and lost messages",
  ],
  carts: [
    "an item that one side has removed does not come back with the sibling of the other side (4.4)",
    "random additions, removals, partitions and repairs amount to what they should (4.4)",
  ],
  "plain-clocks": [
    "a lost write is found: three nodes, two clients",
    "a lost write is found: five nodes, three clients",
    "a lost write is found: seven nodes, R = 1 and W = 3",
    "a lost write is found: five copies of everything",
    "the search does the same for the same seed, and finds something wherever chance leads the clients",
  ],
};

/** The names of the tests that pass and fail with a file, as Node's test runner reports them, and all that it prints. */
async function graded(assignment, file) {
  const folder = fileURLToPath(new URL(`../../examples/assignments/${assignment}/`, import.meta.url));
  const env = { ...process.env, ASSIGNMENT: `./${file}` };
  // As a student runs it, not as a part of this test.
  delete env.NODE_TEST_CONTEXT;
  const child = spawn(process.execPath, ["--test", "--test-reporter=tap", "assignment.test.mjs"], { cwd: folder, env });
  let report = "";
  child.stdout.on("data", (text) => (report += text));
  const code = await new Promise((resolve) => child.on("close", resolve));
  const named = (verdict) => [...report.matchAll(new RegExp(`^ *${verdict} \\d+ - (.+)$`, "gm"))].map(([, name]) => name);
  return { code, passed: named("ok"), failed: named("not ok"), report };
}

for (const [assignment, naiveFails] of Object.entries(ASSIGNMENTS)) {
  test(`${assignment}: the solution passes, the naive attempt fails where it should, and so does what is handed out`, async () => {
    const solution = await graded(assignment, "solution.mjs");
    assert.deepEqual([solution.code, solution.failed], [0, []], solution.report);
    // A teacher compares the number with the one in the manual.
    const manual = await readFile(new URL("../../docs/assignments.md", import.meta.url), "utf8");
    assert.match(manual, new RegExp(`${solution.passed.length} of (the )?${assignment.replace("-", " ")}`));

    const naive = await graded(assignment, "naive.mjs");
    assert.equal(naive.code, 1);
    assert.deepEqual(naive.failed, naiveFails, naive.report);
    assert.equal(naive.report.match(/code: 'ERR_ASSERTION'/g).length, naiveFails.length, "by assertions, not by mistakes");

    const handedOut = await graded(assignment, "assignment.mjs");
    assert.deepEqual([handedOut.code, handedOut.passed], [1, []], handedOut.report);
    assert.equal(handedOut.report.match(/error: '\w+ is still to be written'/g).length, handedOut.failed.length);
  });
}
