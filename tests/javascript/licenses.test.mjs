// dist/licenses.txt names every crate that is compiled into the page, with its licence, and no other; dist/npm/licenses.txt does so for the
// package without the page.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const BUILDS = { page: ["licenses.txt"], package: ["npm/licenses.txt", "--no-default-features"] };

/** What cargo says that a build is made of, with its macros and what builds it left out: "yew 0.23.0". */
function dependencies(features) {
  const cargo = process.env.CARGO ?? "cargo";
  const edges = ["--target", "wasm32-unknown-unknown", "--edges", "normal,no-proc-macro"];
  const tree = ["tree", "--package", "ringside", ...edges, "--prefix", "none", "--format", "{p}", ...features];
  const lines = execFileSync(cargo, tree, { cwd: root, encoding: "utf8" }).split("\n");
  const packages = lines.map((line) => /^(\S+) v(\S+)/.exec(line)).filter((found) => found && !/^ringside/.test(found[1]));
  return [...new Set(packages.map(([, name, version]) => `${name} ${version}`))].sort();
}

for (const [build, [file, ...features]] of Object.entries(BUILDS)) {
  const text = await readFile(new URL(`../../dist/${file}`, import.meta.url), "utf8");
  const expected = dependencies(features);

  test(`every crate that is compiled into the ${build} is listed, and no other`, () => {
    const listed = [...text.matchAll(/^ {2}(\S+ \d\S+) \(.+\)$/gm)].map(([, crate]) => crate);
    assert.deepEqual(listed.sort(), expected);
    assert.ok(listed.length > 20, `${listed.length} crates`);
    assert.equal(listed.some((crate) => crate.startsWith("yew ")), build === "page");
  });

  test(`each of those of the ${build} has the text of its licence, and so have Ringside and the standard library`, () => {
    const groups = text.split(/^-{40,}$/m).slice(1);
    const heads = groups.map((group) => group.trim().split(":\n")[0].split(", "));
    for (const name of [...expected, "the Rust standard library"]) {
      assert.ok(heads.some((head) => head.includes(name)), name);
    }
    for (const words of ["MIT License", "Apache License", "Copyright (c) 2026 The Ringside developers"]) assert.ok(text.includes(words), words);
  });
}
