// Keeps the work of this tab: in the storage of the browser, under a name of its own, and in memory outside the engine.
//
// Work is a text that the page describes itself by (`work()` in ringside.d.ts). It is written a moment after the last change,
// and when the page is left; while nothing changes, nothing runs.

const PREFIX = "ringside-work-";
const TAB = "ringside-tab";
const HANDED_ON = "ringside-work";
/** The lessons that were finished on this machine, in whatever tab. */
const FINISHED = "ringside-finished";
const MOST_FINISHED = 200;
const MOST_KEPT = 8;
const SOON = 400;
const AT_THE_LATEST = 1_000;

export class Keeper {
  #keeps;
  #onrefused;
  #tab;
  #describe;
  #timer;
  #waitsSince = 0;
  #stopped = false;
  /** What is kept, as long as it is marked as a work that the engine has not survived yet. */
  #begins = null;
  /** What could not be stored yet. */
  #waits = null;
  /** The work as it was last seen, and the one that the engine did not survive at the start. */
  work = null;
  /** The finished lessons as they were last noted. */
  #finished = "";
  /** How the page looked when it was first described, if it began with nothing. */
  #opened = null;

  /** `keeps`: whether anything is stored. `onrefused`: called once if the browser stores nothing. */
  constructor({ keeps, onrefused }) {
    this.#keeps = keeps;
    this.#onrefused = onrefused;
    this.ready = keeps ? this.#findTab() : Promise.resolve();
    if (keeps) this.ready.then(() => this.#forgetTheOldest()).catch(() => {});
    addEventListener("pagehide", () => this.#leave());
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.#keep());
  }

  /** What the page is to begin with: the work of this tab, unless its address leads to something else now. */
  begin() {
    const kept = takeHandedOn() ?? this.#own();
    const fragment = location.hash;
    const otherScreen = /^#(lab=|ring(=|&|$))/.test(fragment);
    const same = kept && (kept.fragment === fragment || otherScreen);
    // A start that the engine did not survive is not tried again.
    const failed = same && kept.begins === true;
    this.work = same ? kept.work : null;
    if (failed) return { failed };
    const work = this.work ?? undefined;
    const finished = this.#keeps ? read(FINISHED) : undefined;
    const marked = work !== undefined && this.#stores() && store(PREFIX + this.#tab, JSON.stringify({ ...kept, begins: true }));
    this.#begins = marked ? kept : null;
    // Without a text, the page follows its address by itself.
    return { work, finished, link: work && !otherScreen ? "" : undefined };
  }

  /** A lesson may have been finished or a challenge solved; what another tab has noted meanwhile stays. The page reads it with care. */
  noteFinished(finished) {
    if (!this.#keeps || this.#stopped || !finished || finished === this.#finished) return;
    this.#finished = finished;
    const own = JSON.parse(finished);
    // A lesson is told by its title, a challenge by its name.
    const key = (entry) => (entry?.challenge ? `challenge ${entry.challenge}` : entry?.title);
    const isOther = (entry) => !own.some((mine) => key(mine) === key(entry));
    store(FINISHED, JSON.stringify([...listOf(read(FINISHED)).filter(isOther), ...own].slice(-MOST_FINISHED)));
  }

  /** Something has changed. `describe` gives the work. */
  note(describe) {
    if (this.#stopped) return;
    this.#describe = describe;
    if (this.work === null) this.#opened ??= this.#described();
    const now = performance.now();
    this.#waitsSince ||= now;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#keep(), Math.max(0, Math.min(SOON, this.#waitsSince + AT_THE_LATEST - now)));
  }

  /** Nothing more is asked of the engine. Whether it was running. */
  stop() {
    clearTimeout(this.#timer);
    const ran = !this.#stopped;
    this.#stopped = true;
    this.#waits = null;
    return ran;
  }

  /** The latest work of another tab, if any is worth going on with. */
  lastOfOthers() {
    const others = this.#names().filter((name) => name !== PREFIX + this.#tab).map((name) => ({ name, ...this.#read(name) }));
    return others.filter((other) => wordsOf(other.work)).sort((a, b) => b.at - a.at)[0];
  }

  /** Has the page go on with a work when it is loaded anew. Where nothing is stored, the history of the tab carries it. */
  handOn(work) {
    this.stop();
    const address = location.pathname + location.search;
    history.replaceState(null, "", address);
    if (!this.#write({ work, fragment: "", at: Date.now() })) history.replaceState({ [HANDED_ON]: work }, "", address);
  }

  /** Forgets the work of this tab. */
  forget() {
    this.stop();
    try {
      localStorage.removeItem(PREFIX + this.#tab);
    } catch {
      // Where nothing can be stored, nothing is left to forget.
    }
    history.replaceState(null, "", location.pathname + location.search);
  }

  /** The work as it is; nothing if the engine has stopped, and what was last seen counts. */
  #described() {
    try {
      return this.#describe();
    } catch {
      return undefined;
    }
  }

  /** A page that is left in good order while it starts did not stop; one that hangs is not asked. */
  #leave() {
    this.#keep();
    if (this.#begins && !this.#stopped) this.#write(this.#begins);
  }

  #keep() {
    clearTimeout(this.#timer);
    this.#waitsSince = 0;
    if (this.#stopped || !this.#describe) return;
    const work = this.#described();
    if (!work) return;
    // How the page opens by itself is not worth a place.
    const known = this.work ?? (wordsOf(this.#opened) ? null : this.#opened);
    if (work === known && !this.#begins) return;
    this.work = work;
    this.#begins = null;
    this.#write({ work, fragment: location.hash, at: Date.now() });
  }

  /** Another tab may have this one's name: duplicates of a tab come with a copy of all that it remembers. */
  async #findTab() {
    try {
      this.#tab = sessionStorage.getItem(TAB);
    } catch {
      this.#tab = null;
    }
    if (this.#tab && !(await isFree(this.#tab))) {
      const copied = this.#read(PREFIX + this.#tab);
      this.#newTab();
      if (copied) this.#write({ ...copied, begins: false });
      await isFree(this.#tab);
    } else if (!this.#tab) {
      this.#newTab();
      await isFree(this.#tab);
    }
  }

  #newTab() {
    this.#tab = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, "0")).join("");
    try {
      sessionStorage.setItem(TAB, this.#tab);
    } catch {
      this.#refuse();
    }
  }

  /** Whether anything of this page is stored, and under a name of its own. */
  #stores() {
    return this.#keeps && Boolean(this.#tab);
  }

  #own() {
    return this.#stores() ? this.#read(PREFIX + this.#tab) : null;
  }

  #names() {
    try {
      return Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));
    } catch {
      return [];
    }
  }

  #read(name) {
    try {
      return JSON.parse(localStorage.getItem(name));
    } catch {
      return null;
    }
  }

  /** Whether it is stored. If there is no room, some is made, and then it is tried again. */
  #write(kept) {
    if (!this.#stores()) return false;
    const text = JSON.stringify(kept);
    const stored = store(PREFIX + this.#tab, text);
    this.#waits = stored ? null : text;
    if (!stored) this.#makeRoom().catch(() => this.#refuse());
    return stored;
  }

  /** What tabs kept that are closed makes room, the oldest first; if that is not enough, it stays. */
  async #makeRoom() {
    const taken = [];
    const closed = await this.#closedTabs();
    if (this.#waits === null) return;
    for (const name of closed) {
      taken.push([name, localStorage.getItem(name)]);
      localStorage.removeItem(name);
      if (store(PREFIX + this.#tab, this.#waits)) return void (this.#waits = null);
    }
    for (const [name, text] of taken) store(name, text);
    this.#refuse();
  }

  /** The names of what tabs kept that are not open any more, the oldest first; none where a browser cannot tell. */
  async #closedTabs() {
    if (!navigator.locks) return [];
    const { held } = await navigator.locks.query();
    const open = new Set(held.map((lock) => lock.name));
    const closed = this.#names().filter((name) => name !== PREFIX + this.#tab && !open.has(name));
    const kept = closed.map((name) => ({ name, ...this.#read(name) }));
    const happened = ({ work }) => Number(Boolean(wordsOf(work)));
    // What was only typed goes before what has happened.
    const order = (one, other) => happened(one) - happened(other) || (one.at ?? 0) - (other.at ?? 0);
    return kept.sort(order).map(({ name }) => name);
  }

  /** Whoever opens many tabs is not to fill the storage with them. */
  async #forgetTheOldest() {
    (await this.#closedTabs()).slice(0, -MOST_KEPT).forEach((name) => localStorage.removeItem(name));
  }

  #refuse() {
    if (this.#keeps) this.#onrefused();
    this.#keeps = false;
  }
}

/** What a work is, in words; nothing if nothing has happened in it. */
export function wordsOf(work) {
  try {
    return JSON.parse(work).words;
  } catch {
    return "";
  }
}

/** What `handOn` left where nothing is stored. */
function takeHandedOn() {
  const work = history.state?.[HANDED_ON];
  if (work) history.replaceState(null, "");
  return work && { work, fragment: "", at: Date.now() };
}

/** A text that is stored under a name; nothing where there is none, or none may be read. */
function read(name) {
  try {
    return localStorage.getItem(name) ?? undefined;
  } catch {
    return undefined;
  }
}

/** The list that a text describes; an empty one for whatever else it is. */
function listOf(text) {
  try {
    const list = JSON.parse(text ?? "[]");
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
}

/** Whether a text is stored under a name: the storage may be full, or denied. */
function store(name, text) {
  try {
    localStorage.setItem(name, text);
    return true;
  } catch {
    return false;
  }
}

/** Takes a name for as long as this page lives; whether nobody has it. A browser without locks has no duplicates to tell apart. */
function isFree(name) {
  if (!navigator.locks) return Promise.resolve(true);
  return new Promise((decided) => {
    const hold = (lock) => {
      decided(lock !== null);
      return lock && new Promise(() => {});
    };
    navigator.locks.request(PREFIX + name, { ifAvailable: true }, hold).catch(() => decided(true));
  });
}
