#!/usr/bin/env node
// Grades what was handed in: `npx ringside-grade FOLDER [CHALLENGE…]`, or `node grade.mjs FOLDER [CHALLENGE…]`.
//
// Each file of the folder, and of the folders in it, is played again for the challenge that it names. The challenges are those that are
// named, or else those that lie in the folder itself, or else those of this package. A table goes to the terminal, the same as CSV into
// grades.csv in the folder; the exit code tells only whether grading was possible. `cargo xtask grade` does the same natively.
import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { Gradebook } from "./node.js";

const USAGE = `ringside-grade FOLDER [CHALLENGE…]
    plays again what a class handed in, for the challenges of these files, or else of the folder, or else of
    Ringside; prints a table and writes it to FOLDER/grades.csv
`;
/** The list that is written into the folder. */
const CSV = "grades.csv";
const MAX_HAND_IN_BYTES = 2 << 20;
const MAX_CHALLENGE_BYTES = 1 << 20;
/** Where each file is read to. */
const room = Buffer.alloc(MAX_HAND_IN_BYTES + 1);
const OF_THE_PACKAGE = fileURLToPath(new URL("./challenges/", import.meta.url));

/** What whoever runs this can mend: it is said without where in this program it arose. */
class Hindrance extends Error {}

const [folder, ...named] = process.argv.slice(2);
if (folder === "--help" || folder === "-h") {
  process.stdout.write(USAGE);
} else {
  try {
    if (folder === undefined) throw new Hindrance("Name the folder of what was handed in.");
    process.stdout.write(grade(folder, named));
  } catch (error) {
    if (!(error instanceof Hindrance)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

function grade(folder, named) {
  const all = [];
  try {
    gather(folder, "", all);
  } catch (error) {
    throw new Hindrance(`${folder}: could not be read: ${error.message}`);
  }
  all.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  // Only what lies in the folder itself may be a challenge: what lies deeper is a student's.
  const own = new Set(all.filter((name) => !name.includes("/") && isChallenge(textOf(join(folder, name)))));
  const chosen = [named, [...own].map((name) => join(folder, name)), ofThePackage()].find((files) => files.length > 0);
  if (!chosen) throw new Hindrance("There is no challenge to grade for. Name its file after the folder, or put it in there.");
  if (named.length > 0) for (const name of own) process.stderr.write(`${join(folder, name)}: a challenge, so it is not graded.\n`);
  const challenges = chosen.map((file) => ({ file, json: challengeOf(file) }));
  const book = gradebookOf(challenges);
  const titles = challenges.map(({ json }) => `“${json.title}”`).join(", ");
  const isOwn = named.length > 0 || own.size > 0;
  process.stderr.write(`Graded for ${isOwn ? titles : `the ${challenges.length} challenges of Ringside`}.\n`);
  for (const name of all.filter((name) => !own.has(name))) book.add(name, textOf(join(folder, name)));
  const csv = join(folder, CSV);
  try {
    writeFileSync(csv, book.csv());
  } catch (error) {
    throw new Hindrance(`${csv}: could not be written: ${error.message}`);
  }
  return `${book.table()}${csv} has the same for spreadsheets.\n`;
}

/** The files of a folder and of those in it, by their names as seen from the outermost one; none that is hidden. */
function gather(folder, before, files) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const name = before + entry.name;
    const path = join(folder, entry.name);
    if (entry.name.startsWith(".") || name === CSV) continue;
    // Links to folders are not followed: they may lead in a circle.
    if (entry.isDirectory()) {
      try {
        gather(path, `${name}/`, files);
      } catch (error) {
        process.stderr.write(`${path}: could not be read: ${error.message}\n`);
      }
    } else if (statSync(path, { throwIfNoEntry: false })?.isFile()) {
      files.push(name);
    }
  }
}

/** Whether a text says that it is a challenge. */
function isChallenge(text) {
  if (!text.includes('"ringsideChallenge"')) return false;
  try {
    const json = JSON.parse(withoutMark(text));
    return Object.hasOwn(json, "ringsideChallenge") && !Object.hasOwn(json, "ringsideHandIn");
  } catch {
    return false;
  }
}

function ofThePackage() {
  try {
    return readdirSync(OF_THE_PACKAGE).sort().map((name) => join(OF_THE_PACKAGE, name));
  } catch {
    return [];
  }
}

function challengeOf(file) {
  try {
    const { size } = statSync(file);
    if (size > MAX_CHALLENGE_BYTES) throw new Error(`it has ${size} bytes; allowed is at most ${MAX_CHALLENGE_BYTES} (1 MiB)`);
    return JSON.parse(withoutMark(readFileSync(file, "utf8")));
  } catch (error) {
    throw new Hindrance(`${file}: ${error instanceof SyntaxError ? "this is not JSON" : "could not be read"}: ${error.message}`);
  }
}

function gradebookOf(challenges) {
  try {
    return new Gradebook(challenges.map(({ json }) => json));
  } catch (refusal) {
    // It names the challenge by its place in the list; whoever runs this knows the file.
    const place = /^challenges\[(\d+)\](\.|: )?/.exec(refusal.message);
    if (place) throw new Hindrance(`${challenges[place[1]].file}: ${refusal.message.slice(place[0].length)}`);
    throw refusal;
  }
}

/** A text without the mark that some editors put before it. */
function withoutMark(text) {
  return text.replace(/^\uFEFF/, "");
}

/**
 * The text of a file. Of one that is far too large as much as shows that it is; of one that cannot be read nothing, which is graded
 * as what it is.
 */
function textOf(path) {
  let file;
  try {
    file = openSync(path);
    let length = 0;
    for (let read = 1; read > 0; length += read) read = readSync(file, room, length, room.length - length);
    return room.toString("utf8", 0, length);
  } catch (error) {
    process.stderr.write(`${path}: could not be read: ${error.message}\n`);
    return "";
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
