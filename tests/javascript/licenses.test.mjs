// dist/licenses.txt names every crate that is compiled into the page, with its licence, and no other.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const text = await readFile(new URL("../../dist/licenses.txt", import.meta.url), "utf8");

/** What cargo says that the page is made of, with its macros and its build left out: "yew 0.23.0". */
function dependencies() {
  const cargo = process.env.CARGO ?? "cargo";
  const edges = ["--target", "wasm32-unknown-unknown", "--edges", "normal,no-proc-macro"];
  const tree = ["tree", "--package", "ringside", ...edges, "--prefix", "none", "--format", "{p}"];
  const lines = execFileSync(cargo, tree, { cwd: root, encoding: "utf8" }).split("\n");
  const packages = lines.map((line) => /^(\S+) v(\S+)/.exec(line)).filter((found) => found && !/^ringside/.test(found[1]));
  return [...new Set(packages.map(([, name, version]) => `${name} ${version}`))].sort();
}

test("every crate that is compiled into the page is listed, and no other", () => {
  const listed = [...text.matchAll(/^ {2}(\S+ \d\S+) \(.+\)$/gm)].map(([, crate]) => crate);
  assert.deepEqual(listed.sort(), dependencies());
  assert.ok(listed.length > 20, `${listed.length} crates`);
});

test("each of them has the text of its licence, and so have Ringside and the standard library", () => {
  const groups = text.split(/^-{40,}$/m).slice(1);
  const heads = groups.map((group) => group.trim().split(":\n")[0].split(", "));
  for (const name of [...dependencies(), "the Rust standard library"]) {
    assert.ok(heads.some((head) => head.includes(name)), name);
  }
  for (const words of ["MIT License", "Apache License", "Copyright (c) 2026 The Ringside developers"]) assert.ok(text.includes(words), words);
});
