// dist/npm is a package of its own: what npm would install of it works by name, has types, and holds nothing of the page.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { loadRingside, wasmBytes } from "./support.mjs";

const run = promisify(execFile);
const source = fileURLToPath(new URL("../../dist/npm/", import.meta.url));
const manifest = JSON.parse(await readFile(join(source, "package.json"), "utf8"));
const present = await readdir(source);
// A page without challenges of its own has none to give to the package.
const files = manifest.files.filter((file) => file !== "challenges" || present.includes(file));

// As npm installs it: the files that the manifest lists, and no others.
const project = await mkdtemp(join(tmpdir(), "ringside-npm-"));
const installed = join(project, "node_modules", "ringside");
await mkdir(installed, { recursive: true });
for (const file of [...files, "package.json"]) await cp(join(source, file), join(installed, file), { recursive: true });
after(() => rm(project, { recursive: true }));

/** What a program in the project prints. */
async function printed(program) {
  const file = join(project, "program.mjs");
  await writeFile(file, program);
  return (await run(process.execPath, [file], { cwd: project })).stdout;
}

test("the manifest lists each file of the package, and those that it exports are among them", async () => {
  assert.deepEqual([...files, "package.json"].sort(), present.sort());
  assert.ok(Object.values(manifest.bin).every((path) => files.includes(path.replace("./", ""))));
  const { ".": main, ...others } = manifest.exports;
  assert.deepEqual(Object.keys(main), ["types", "node", "default"], "the first condition that holds is taken");
  for (const path of [...Object.values(main), ...Object.values(others)]) {
    assert.ok([...files, "package.json"].includes(path.replace("./", "")), path);
  }
  const cargo = await readFile(new URL("../../Cargo.toml", import.meta.url), "utf8");
  assert.equal(manifest.version, /^\[package\][^[]*?^version = "([^"]+)"/ms.exec(cargo)[1]);
});

test("it is imported by its name in Node, with nothing to start, and does what the page's module does", async () => {
  const play = `({ Playground }) => {
    const playground = new Playground({ ringside: 1, seed: 7 });
    playground.apply({ do: "put", client: "Alice", key: "cart", value: "bread" });
    playground.run();
    playground.apply({ do: "get", client: "Bob", key: "cart" });
    playground.run();
    return { state: playground.state(), trace: playground.trace(), link: playground.permalink() };
  }`;
  const result = JSON.parse(await printed(`import * as ringside from "ringside";\nconsole.log(JSON.stringify((${play})(ringside)));`));
  assert.equal(result.state.operations[1].values[0].value, "bread");
  assert.deepEqual(result, JSON.parse(JSON.stringify((0, eval)(play)(await loadRingside()))));
});

test("it exports what the page's module does, without the page, and its types declare the same", async () => {
  const names = JSON.parse(await printed('import * as ringside from "ringside";\nconsole.log(JSON.stringify(Object.keys(ringside)));'));
  const ofPage = ["mount", "MountedPage"];
  assert.deepEqual(names, Object.keys(await loadRingside()).filter((name) => !ofPage.includes(name)));
  const types = await readFile(join(installed, "ringside.d.ts"), "utf8");
  const declared = [...types.matchAll(/^export (?:function|class) (\w+)/gm)].map(([, name]) => name);
  assert.deepEqual([...new Set([...declared, "default"])].sort(), [...names].sort());
  assert.doesNotMatch(types, /\bmount/i);
});

test("it is loaded by its address, as in a browser, and init does no harm in Node", async () => {
  const program = `
    import { readFileSync } from "node:fs";
    import init, { position } from "./node_modules/ringside/ringside.js";
    import again, { position as byName } from "ringside";
    await init({ module_or_path: readFileSync("./node_modules/ringside/ringside_bg.wasm") });
    await again();
    console.log(position("cart") === byName("cart"));`;
  assert.equal(await printed(program), "true\n");
});

test("the programs of its README run", async () => {
  const readme = await readFile(join(installed, "README.md"), "utf8");
  const [inNode, inBrowser, errors] = [...readme.matchAll(/```js\n(.*?)```/gs)].map(([, program]) => program);
  assert.match(await printed(inNode), /^\[ '.', '.', '.' \]\n(.+\n)+ok \[\]\n$/);
  assert.equal(await printed(`import { Playground } from "ringside";\n${errors}`), "invalid-quorum\n");
  assert.match(inBrowser, /await init\(\);/);
});

test("TypeScript finds its types by its name", async () => {
  const program = `
    import init, { Playground, type State } from "ringside";
    await init();
    const playground = new Playground({ ringside: 1 });
    const state: State = playground.state();
    export const steps: number = state.steps;
    // @ts-expect-error: there is no page in it
    import { mount } from "ringside";
    // @ts-expect-error: a command is an object
    playground.apply("put");
  `;
  await writeFile(join(project, "program.mts"), program);
  const compiler = fileURLToPath(new URL("../node_modules/typescript/bin/tsc", import.meta.url));
  const flags = ["--noEmit", "--strict", "--target", "es2022", "--lib", "es2022,dom", "--module", "nodenext"];
  await run(process.execPath, [compiler, ...flags, "program.mts"], { cwd: project }).catch(({ stdout }) => assert.fail(stdout));
});

test("there is nothing of the page in its WebAssembly", async () => {
  const [engine, page] = [await readFile(join(installed, "ringside_bg.wasm")), await wasmBytes()];
  const words = [/yew/, /src\/page\//, /createElement/, /aria-label/, /data-theme/];
  for (const word of words) assert.doesNotMatch(engine.toString("latin1"), word);
  assert.ok(words.slice(0, 2).every((word) => word.test(page.toString("latin1"))), "these words tell the page");
  const script = await readFile(join(installed, "ringside.js"), "utf8");
  assert.doesNotMatch(script, /document|HTMLElement/);
  assert.ok(engine.length < 0.6 * page.length, `${engine.length} bytes, and ${page.length} with the page`);
});
