// Grading in Node: a class of a thousand with forged and broken hand-ins among them, by the program of the package.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, readdir, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { cellsOf, challenge, FORMULA, makeClass } from "./class.mjs";
import { loadRingside } from "./support.mjs";

const run = promisify(execFile);
const npm = fileURLToPath(new URL("../../dist/npm/", import.meta.url));
const room = await mkdtemp(join(tmpdir(), "ringside-grading-"));
after(() => rm(room, { recursive: true }));

/** What the program prints, and how it ends. */
async function grade(...given) {
  const program = run(process.execPath, [join(npm, "grade.mjs"), ...given], { maxBuffer: 1 << 26 });
  const { stdout, stderr, code = 0 } = await program.catch((error) => error);
  return { stdout, stderr, code };
}

/** A folder of these files. */
async function folderOf(name, files) {
  const folder = join(room, name);
  await mkdir(folder);
  for (const { file, text, bytes } of files) {
    await writeFile(join(folder, file), text ?? "");
    // Nothing is written of it: the file system only notes how long it is.
    if (bytes) await truncate(join(folder, file), bytes);
  }
  return folder;
}

test("a class of a thousand is graded right, with 50 forged and broken hand-ins among them", async (t) => {
  const { files, copied } = makeClass(await loadRingside(), 1_000, { unsolved: 100, bad: 50 });
  const folder = await folderOf("class", [...files, { file: "two-siblings.json", text: JSON.stringify(challenge) }, { file: ".DS_Store", text: "x" }]);
  const began = performance.now();
  const { stdout, stderr, code } = await grade(folder);
  t.diagnostic(`a thousand hand-ins in ${((performance.now() - began) / 1000).toFixed(1)} s`);
  assert.equal(code, 0);
  assert.equal(stderr, "Graded for “Two siblings”.\n");

  const [heading, ...rows] = cellsOf(await readFile(join(folder, "grades.csv"), "utf8"));
  assert.deepEqual(heading, ["file", "name", "challenge", "solved", "step", "commands", "ms", "altered", "equal to", "message"]);
  assert.equal(rows.length, files.length);
  const word = (flag) => (flag ? "yes" : "no");
  for (const [index, { file, expected }] of files.entries()) {
    const [ofFile, name, , solved, step, commands, , altered, equal, message] = rows[index];
    const shown = expected.name.startsWith("=") ? `'${expected.name}` : expected.name;
    assert.deepEqual([ofFile, name, solved, altered], [file, shown, word(expected.solved), word(expected.altered)], message);
    assert.match(message, expected.message);
    assert.equal(step !== "", expected.solved, file);
    if (expected.solved) assert.equal(commands, "3");
    assert.deepEqual(equal.split("; "), copied.includes(file) ? copied.filter((other) => other !== file) : [""], file);
  }

  const lines = stdout.trimEnd().split("\n");
  assert.match(lines[0], /^file +name +solved +step +commands +altered +what$/);
  assert.equal(lines.length, 1 + files.length + 3);
  const solved = files.filter(({ expected }) => expected.solved).length;
  assert.deepEqual(lines.slice(-3), [
    `Equal histories: ${copied.join(", ")}`,
    `${solved} of 1000 solved.`,
    `${join(folder, "grades.csv")} has the same for spreadsheets.`,
  ]);
  // The list is no hand-in when the folder is graded once more.
  assert.equal((await grade(folder)).stdout, stdout);
});

test("folders in the folder are looked into, and what lies there is never the challenge", async () => {
  const { files } = makeClass(await loadRingside(), 3, { unsolved: 0, bad: 0 });
  const folder = await folderOf("folders", [files[0], { file: "own.json", text: `\uFEFF${JSON.stringify(challenge)}` }]);
  const easier = JSON.stringify({ ...challenge, goal: { setting: "n", is: 3 } });
  await mkdir(join(folder, "Bob", "deeper"), { recursive: true });
  await writeFile(join(folder, "Bob", "deeper", "mine.json"), files[1].text);
  await writeFile(join(folder, "Bob", "easier.json"), easier);
  await symlink(folder, join(folder, "Bob", "circle"));
  const { stdout, code } = await grade(folder);
  assert.equal(code, 0);
  assert.match(stdout, /^0000\.json +Student 0 +yes/m);
  assert.match(stdout, /^Bob\/deeper\/mine\.json +Student 1 +yes/m);
  assert.match(stdout, /^Bob\/easier\.json +no +no +This cannot be read/m);
  assert.match(stdout, /^2 of 3 solved\.$/m);
});

test("a challenge that is named counts, and not the one in the folder", async () => {
  const { files } = makeClass(await loadRingside(), 3, { unsolved: 0, bad: 0 });
  const own = join(room, "own.json");
  await writeFile(own, JSON.stringify(challenge));
  const easier = { ...challenge, title: "Easier", goal: { setting: "n", is: 3 } };
  const folder = await folderOf("named", [files[0], { file: "easier.json", text: JSON.stringify(easier) }]);
  const { stdout, stderr } = await grade(folder, own);
  assert.equal(stderr, `${join(folder, "easier.json")}: a challenge, so it is not graded.\nGraded for “Two siblings”.\n`);
  assert.match(stdout, /^1 of 1 solved\.$/m);
});

test("what whoever grades can mend is said in a line, and the exit code is 1", async () => {
  const folder = await folderOf("broken", []);
  const wrong = join(room, "wrong.json");
  await writeFile(wrong, JSON.stringify({ ...challenge, goal: { agree: 7 } }));
  const noJson = join(room, "no.json");
  await writeFile(noJson, "{");
  for (const [given, words] of [
    [[], /^Name the folder of what was handed in\.\n$/],
    [[join(room, "nowhere")], /^.*nowhere: could not be read: .*\n$/],
    [[wrong], /^.*wrong\.json: could not be read: .*\n$/],
    [[folder, join(room, "nowhere.json")], /nowhere\.json: could not be read: .*\n$/],
    [[folder, noJson], /^.*no\.json: this is not JSON: .*\n$/],
    [[folder, wrong], /^.*wrong\.json: goal\.agree: got 7; allowed is .*\n$/],
  ]) {
    const { stdout, stderr, code } = await grade(...given);
    assert.match(stderr, words);
    assert.deepEqual([stdout, code], ["", 1]);
  }
  assert.match((await grade("--help")).stdout, /^ringside-grade FOLDER/);
});

test("where nobody names a challenge, those of the package count, if there are any", async () => {
  const carried = await readdir(join(npm, "challenges")).catch(() => []);
  const folder = await folderOf("bare", [{ file: "empty.json", text: "" }]);
  const { stderr, code } = await grade(folder);
  const none = ["There is no challenge to grade for. Name its file after the folder, or put it in there.\n", 1];
  assert.deepEqual([stderr, code], carried.length === 0 ? none : [`Graded for the ${carried.length} challenges of Ringside.\n`, 0]);
});

test("packed and installed by npm, it is a command", async () => {
  const project = join(room, "project");
  await mkdir(project);
  await writeFile(join(project, "package.json"), "{}");
  const shell = { cwd: project, shell: process.platform === "win32" };
  const { stdout } = await run("npm", ["pack", npm, "--json", "--offline"], shell);
  const [{ filename }] = JSON.parse(stdout);
  await run("npm", ["install", `./${filename}`, "--offline", "--no-audit", "--no-fund"], shell);
  const { files } = makeClass(await loadRingside(), 3, { unsolved: 0, bad: 0 });
  const folder = await folderOf("installed", [...files, { file: "two-siblings.json", text: JSON.stringify(challenge) }]);
  const graded = await run("npx", ["--offline", "ringside-grade", folder], shell);
  assert.match(graded.stdout, /^3 of 3 solved\.$/m);
});

test("the functions of the module do the same one by one, and refuse a challenge that is wrong", async () => {
  const { Gradebook, gradeChallenge } = await loadRingside();
  const { files } = makeClass(await loadRingside(), 10, { unsolved: 0, bad: 10 });
  const book = new Gradebook([challenge]);
  for (const { file, text = "\0".repeat((2 << 20) + 1), expected } of files) {
    const { challenge: title, file: named, ...grade } = book.add(file, text);
    assert.deepEqual([title, named], [challenge.title, file]);
    assert.deepEqual(grade, gradeChallenge(challenge, text));
    assert.deepEqual([grade.name, grade.solved, grade.altered], [expected.name, expected.solved, expected.altered]);
  }
  assert.ok(book.csv().includes(`"'${FORMULA.replaceAll('"', '""')}"`));
  assert.throws(() => new Gradebook([challenge, {}]), { message: /^challenges\[1\]\.ringsideChallenge: / });
  assert.throws(() => gradeChallenge({ ...challenge, goal: {} }, ""), { code: "invalid-goal", message: /^challenge\.goal: / });
});
