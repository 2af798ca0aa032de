// Grades what a class handed in, in the browser: each file is played again by the engine. Nothing is sent; what is asked of the server
// is the engine, and the challenges that come with the page.

/** Which build this is of; `cargo xtask dist` fills it in. */
const BUILD = "";
const OF_BUILD = BUILD && `?build=${BUILD}`;
/** The list that `cargo xtask grade` writes into a folder: it is no hand-in. */
const CSV = "grades.csv";
/** As in the engine. One byte more shows that a file is too large. */
const MAX_HAND_IN_BYTES = 2 << 20;
const MAX_CHALLENGE_BYTES = 1 << 20;
/** The longest text of a file that is kept from when it was looked at until it is graded. */
const MAX_KEPT = 1 << 16;
/** How long to go on before the browser may draw and listen. */
const SLICE_MS = 12;
/** Lines of the table that are shown at once, and how long the browser then has for them. */
const LINES = 40;
const FRAME_MS = 16;

const element = (id) => document.getElementById(id);
const [status, trouble, progress, rows, groups] = ["status", "trouble", "progress", "rows", "groups"].map(element);
const [select, cancel, again, save] = ["challenge", "cancel", "again", "save"].map(element);
const inputs = ["own", "folder", "files"].map(element);

/** The challenges of the page: id and title. */
let listed = [];
/** The challenges of one's own that were opened: file and JSON. */
let own = [];
/** Whether the challenge was chosen by hand, and not by what lay among the hand-ins. */
let byHand = false;
/** The hand-ins that were chosen: name, file, and the text if it is kept. */
let handIns = [];
/** The run that goes on: null when there is none, or it was cancelled; a later one takes its place. */
let run = null;
let csv = "";

const engine = loadEngine();

engine.then(
  async () => {
    await listChallenges();
    [select, ...inputs].forEach((control) => (control.disabled = false));
    status.textContent = "Choose the hand-ins.";
    sayWhichChallenge();
  },
  (error) => {
    status.textContent = "The engine could not be loaded.";
    trouble.textContent = `Is the network there? Then load this page again. (${error.message})`;
  },
);

/** The engine alone; or that of the page, which is kept for a time without a network. */
async function loadEngine() {
  const load = async (folder) => {
    const module = await import(`${folder}ringside.js${OF_BUILD}`);
    await module.default({ module_or_path: new URL(`${folder}ringside_bg.wasm${OF_BUILD}`, import.meta.url) });
    return module;
  };
  return load("./npm/").catch(() => load("./"));
}

// Which challenge

async function listChallenges() {
  const answer = await fetch("./challenges/index.json").catch(() => null);
  const { families = [] } = answer?.ok ? await answer.json().catch(() => ({})) : {};
  listed = families.flatMap(({ challenges }) => challenges);
  if (listed.length === 0) return;
  select.append(new Option(`Any of the ${listed.length}: the one that each file names`, "any"));
  for (const { title, challenges } of families) {
    const group = document.createElement("optgroup");
    group.label = title;
    group.append(...challenges.map(({ id, title }) => new Option(title, id)));
    select.append(group);
  }
  element("listed").hidden = false;
}

function sayWhichChallenge() {
  const titles = own.map(({ json }) => `“${json.title}”`).join(", ");
  if (own.length > 0) element("chosen").textContent = `Graded for ${titles} of ${own.map(({ file }) => file).join(", ")}.`;
  else element("chosen").textContent = listed.length > 0 ? "" : "Open the file of the challenge, or drop it here with the hand-ins.";
}

/** The challenges to grade for, as JSON with the names of their files. */
async function challengesToGradeFor() {
  if (own.length > 0) return own;
  const chosen = listed.filter(({ id }) => select.value === "any" || select.value === id);
  return Promise.all(
    chosen.map(async ({ id }) => {
      const answer = await fetch(`./challenges/${id}.json`);
      if (!answer.ok) throw new Error(`challenges/${id}.json: the server answers ${answer.status}.`);
      return { file: `${id}.json`, json: await answer.json() };
    }),
  );
}

select.addEventListener("change", () => {
  byHand = true;
  trouble.textContent = "";
  setOwn([]);
  grade();
});

/** With these, the list of the page does not count, and says so. */
function setOwn(challenges) {
  own = challenges;
  select.querySelector("[value=own]")?.remove();
  if (own.length > 0) select.prepend(new Option(own.length === 1 ? own[0].json.title : `${own.length} challenges of your own`, "own", true, true));
  sayWhichChallenge();
}

inputs[0].addEventListener("change", async () => {
  const files = [...inputs[0].files];
  inputs[0].value = "";
  const read = await Promise.all(files.map(async (file) => ({ file: file.name, json: challengeIn(await textOf(file)) })));
  const none = read.filter(({ json }) => !json).map(({ file }) => file);
  trouble.textContent = none.length > 0 ? `No challenge: ${none.join(", ")}.` : "";
  const challenges = read.filter(({ json }) => json);
  if (challenges.length === 0) return;
  byHand = true;
  setOwn(challenges);
  grade();
});

/** The challenge that a text says that it is; null if it does not. */
function challengeIn(text) {
  if (text.length > MAX_CHALLENGE_BYTES || !text.includes('"ringsideChallenge"')) return null;
  try {
    const json = JSON.parse(text);
    return Object.hasOwn(json, "ringsideChallenge") && !Object.hasOwn(json, "ringsideHandIn") ? json : null;
  } catch {
    return null;
  }
}

// Which hand-ins

for (const input of inputs.slice(1)) {
  input.addEventListener("change", () => {
    const files = [...input.files].map((file) => ({ name: file.webkitRelativePath || file.name, file }));
    // The same folder may be chosen again when there is more in it.
    input.value = "";
    take(files);
  });
}

addEventListener("dragover", (event) => {
  event.preventDefault();
  document.body.classList.add("awaits");
});
addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) document.body.classList.remove("awaits");
});
addEventListener("drop", async (event) => {
  event.preventDefault();
  document.body.classList.remove("awaits");
  // What was dropped is forgotten once this function waits for anything.
  const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  const files = [...event.dataTransfer.files].map((file) => ({ name: file.name, file }));
  if (await engine.catch(() => null)) take(entries.length > 0 ? await filesIn(entries) : files);
});

/** All files of what was dropped, those in its folders too. One that cannot be read is named and left out. */
async function filesIn(entries) {
  const found = [];
  for (const entry of entries) {
    try {
      if (entry.isFile) found.push({ name: entry.fullPath.slice(1), file: await new Promise((...done) => entry.file(...done)) });
      else found.push(...(await filesIn(await entriesOf(entry.createReader()))));
    } catch (error) {
      found.push({ name: entry.fullPath.slice(1), file: { size: 0, slice: () => Promise.reject(error) } });
    }
  }
  return found;
}

/** A reader gives the entries of a folder in parts, and at last an empty one. */
async function entriesOf(reader) {
  const entries = [];
  for (;;) {
    const part = await new Promise((...done) => reader.readEntries(...done));
    if (part.length === 0) return entries;
    entries.push(...part);
  }
}

/** Takes files as the hand-ins; what lies beside them and is a challenge becomes the one to grade for. */
async function take(files) {
  const isHidden = (name) => name.split("/").some((part) => part.startsWith("."));
  const [first] = files.map(({ name }) => name.slice(0, name.indexOf("/") + 1));
  const inOneFolder = first && files.every(({ name }) => name.startsWith(first));
  const found = files
    .map(({ name, file }) => ({ name: inOneFolder ? name.slice(first.length) : name, file }))
    .filter(({ name }) => !isHidden(name) && name !== CSV)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const mine = (run = {});
  const [challenges, others] = [[], []];
  trouble.textContent = "";
  status.textContent = "Looking at the files …";
  showRunning(true);
  for (const [index, { name, file }] of found.entries()) {
    // What lies deeper than the folder itself is a student's, and is no challenge of the class.
    const text = !name.includes("/") && file.size <= MAX_CHALLENGE_BYTES ? await textOf(file) : null;
    if (run !== mine) break;
    progress.value = index / found.length;
    const json = text && challengeIn(text);
    if (json) challenges.push({ file: name, json });
    // Most are small, and need not be read once more.
    else others.push({ name, file, text: text !== null && text.length <= MAX_KEPT ? text : null });
  }
  if (run !== mine) return sayIfCancelled();
  if (challenges.length === 0 && others.length === 0) {
    showRunning(false);
    status.textContent = "There is no hand-in among these files.";
    return;
  }
  // A challenge alone is for the hand-ins that are here already.
  // What was chosen by hand stays: no file among the hand-ins takes its place.
  if (challenges.length > 0 && (!byHand || others.length === 0)) setOwn(challenges);
  if (others.length > 0) handIns = others;
  await grade();
}

/** As much of a file as shows what it is; of one that cannot be read, nothing. */
async function textOf(file) {
  try {
    return await (await file.slice(0, MAX_HAND_IN_BYTES + 1)).text();
  } catch {
    return "";
  }
}

// Grading

cancel.addEventListener("click", () => (run = null));
again.addEventListener("click", () => {
  trouble.textContent = "";
  grade();
});
save.addEventListener("click", () => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([csv], { type: "text/csv" }));
  link.download = CSV;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
});

/** Grades the hand-ins for the challenge, if both are there. */
async function grade() {
  const mine = (run = {});
  const isOver = () => run !== mine;
  const isReplaced = () => run !== null && isOver();
  [save, element("results"), element("equal")].forEach((part) => (part.hidden = true));
  if (handIns.length === 0) {
    showRunning(false);
    status.textContent = "Choose the hand-ins.";
    return;
  }
  let book;
  try {
    book = await gradebook(await challengesToGradeFor());
  } catch (error) {
    if (isOver()) return sayIfCancelled();
    showRunning(false);
    status.textContent = "Nothing was graded.";
    trouble.textContent = error.message;
    return;
  }
  if (isOver()) {
    book?.free();
    return sayIfCancelled();
  }
  if (!book) {
    showRunning(false);
    status.textContent = `${counted(handIns.length, "file")} chosen. Open the file of the challenge.`;
    return;
  }
  showRunning(true);
  const graded = [];
  let began = performance.now();
  let spoken = began;
  status.textContent = `Grading ${counted(handIns.length, "file")} …`;
  for (const { name, file, text: kept } of handIns) {
    const text = kept ?? (await textOf(file));
    if (isOver()) break;
    try {
      graded.push(book.add(name, text));
    } catch (error) {
      // Nothing that a file says does this; what the engine does not survive, it does not grade on after.
      showRunning(false);
      status.textContent = "Grading stopped. Load this page again.";
      trouble.textContent = `The engine stopped at ${name}: ${error.message}`;
      return;
    }
    if (performance.now() - began < SLICE_MS) continue;
    progress.value = graded.length / handIns.length;
    await new Promise((done) => setTimeout(done));
    began = performance.now();
    if (isOver()) break;
    // A screen reader is not to be told of each.
    if (began - spoken > 5_000) {
      spoken = began;
      status.textContent = `${thousands(graded.length)} of ${counted(handIns.length, "file")} graded …`;
    }
  }
  if (!isReplaced()) await show(book, graded, isReplaced);
  book.free();
  if (isReplaced()) return;
  run = null;
  showRunning(false);
}

/** Nothing yet for these challenges; null if there are none. A refusal names the file. */
async function gradebook(challenges) {
  const { Gradebook } = await engine;
  if (challenges.length === 0) return null;
  try {
    return new Gradebook(challenges.map(({ json }) => json));
  } catch (refusal) {
    const place = /^challenges\[(\d+)\](\.|: )?/.exec(refusal.message);
    if (place) throw new Error(`${challenges[place[1]].file} is no challenge that can be graded for. ${refusal.message.slice(place[0].length)}`);
    throw refusal;
  }
}

/** What was left before anything was graded, by this button and not for something newer. */
function sayIfCancelled() {
  if (run !== null) return;
  status.textContent = "Cancelled.";
  showRunning(false);
}

function showRunning(isRunning) {
  // Whoever pressed a button that goes finds the other one.
  const pressed = [cancel, again].includes(document.activeElement);
  progress.value = 0;
  progress.hidden = cancel.hidden = !isRunning;
  again.hidden = isRunning || handIns.length === 0;
  if (pressed) (isRunning ? cancel : again).focus();
}

// What came of it

/** Shows the table line by line, as far as nothing else is graded meanwhile. */
async function show(book, graded, isReplaced) {
  const equal = book.equalHistories();
  csv = book.csv();
  const isWhole = graded.length === handIns.length;
  element("caption").textContent = isWhole ? "Grades" : `Grades of the first ${counted(graded.length, "file")}`;
  element("results").hidden = graded.length === 0;
  element("equal").hidden = equal.length === 0;
  const byFile = new Map(graded.map((row) => [row.file, row]));
  groups.replaceChildren(...equal.map((files, index) => groupOf(files.map((file) => byFile.get(file)), index + 1)));
  rows.replaceChildren();
  const groupOfFile = new Map(equal.flatMap((files, index) => files.map((file) => [file, index + 1])));
  const isOfSeveral = new Set(graded.map((row) => row.challenge).filter(Boolean)).size > 1;
  for (let from = 0; from < graded.length; from += LINES) {
    const part = graded.slice(from, from + LINES);
    rows.append(...part.map((row) => lineOf(row, { group: groupOfFile.get(row.file), isOfSeveral })));
    // The browser lays out what there is before there is more.
    await new Promise((done) => setTimeout(done, FRAME_MS));
    if (isReplaced()) return;
  }
  const [solved, altered] = ["solved", "altered"].map((what) => graded.filter((row) => row[what]).length);
  const summary = [`${thousands(solved)} of ${thousands(graded.length)} solved`, `${thousands(altered)} altered`];
  if (equal.length > 0) summary.push(`${counted(equal.length, "group")} of equal histories`);
  const end = isWhole ? "" : `Cancelled after ${thousands(graded.length)} of ${counted(handIns.length, "file")}. `;
  status.textContent = `${end}${summary.join(", ")}.`;
  save.hidden = graded.length === 0;
}

function lineOf(row, { group, isOfSeveral }) {
  const line = document.createElement("tr");
  line.setAttribute("role", "row");
  const cell = (column, kind, ...content) => {
    const cell = document.createElement(column === "File" ? "th" : "td");
    cell.setAttribute("role", column === "File" ? "rowheader" : "cell");
    if (column === "File") cell.scope = "row";
    cell.dataset.column = column;
    cell.className = kind;
    // A text is only ever a text here, whatever it says.
    cell.append(...content);
    line.append(cell);
  };
  cell("File", "mono", row.file);
  cell("Name", "name", row.name);
  cell("Solved", row.solved ? "flag is-solved" : "flag", sign(row.solved ? "✓" : "–"), row.solved ? "yes" : "no");
  cell("Step", "number", row.step === null ? "" : thousands(row.step));
  cell("Commands", "number", amount(row.used.commands));
  cell("Time, ms", "number", amount(row.used.ms));
  cell("Altered", row.altered ? "flag is-altered" : "flag", sign(row.altered ? "▲" : "–"), row.altered ? "yes" : "no");
  const message = [row.message];
  if (isOfSeveral && row.challenge) message.unshift(`“${row.challenge}”: `);
  if (group) message.push(" ", linkTo(group));
  cell("What came of it", "outcome", ...message);
  return line;
}

function sign(character) {
  const sign = document.createElement("span");
  sign.className = "sign";
  sign.ariaHidden = "true";
  sign.textContent = character;
  return sign;
}

function linkTo(group) {
  const link = document.createElement("a");
  link.href = `#group-${group}`;
  link.textContent = `Equal: group ${group}`;
  return link;
}

/** Files with one history, side by side. */
function groupOf(members, number) {
  const section = document.createElement("section");
  section.id = `group-${number}`;
  section.tabIndex = -1;
  const heading = document.createElement("h3");
  heading.textContent = `Group ${number}: ${counted(members.length, "file")} with the same ${counted(members[0].used.commands, "command")}`;
  section.setAttribute("aria-label", `Group ${number}`);
  const list = document.createElement("ul");
  for (const { file, name, solved } of members) {
    const item = document.createElement("li");
    const mono = document.createElement("span");
    mono.className = "mono";
    mono.textContent = file;
    item.append(mono, `${name || "no name"}, ${solved ? "solved" : "not solved"}`);
    list.append(item);
  }
  section.append(heading, list);
  return section;
}

function thousands(number) {
  return number.toLocaleString("en");
}

function amount(number) {
  return number === undefined ? "" : thousands(number);
}

function counted(number, what) {
  return `${thousands(number)} ${what}${number === 1 ? "" : "s"}`;
}
