// The types of the page's part of ringside.js. The build puts them behind those of the engine: dist/ringside.d.ts has both, the npm
// package has the engine's alone.

/** Starts the user interface in an element, instead of what is in it. */
export function mount(element: Element, options?: MountOptions): MountedPage;

/** A page that `mount` has started. */
export class MountedPage {
  private constructor();
  /**
   * All that is needed to come back to this moment, as a text to keep; undefined before the first drawing, and while what is
   * opened is on its way.
   */
  work(): string | undefined;
  /** The lessons that were finished, as a text to keep for whoever comes back; empty if none were. */
  finished(): string;
}

export interface MountOptions {
  /** The colours and sizes; by default as the address says (`?theme=dark`), or else as the reader's system is set. */
  theme?: "system" | "light" | "dark" | "projector";
  /**
   * The fragment of a link to open, as `permalink()` gives it, or `#scenario=` and a scenario as percent-encoded JSON; `""`
   * for none. By default that of the address, also when it changes later.
   */
  link?: string;
  /** What `work()` of an earlier page returned. A link that is given, too, is opened after it. */
  work?: string;
  /** What `finished()` of an earlier page returned: these lessons are ticked. What is not in order is passed over. */
  finished?: string;
  /** What is hidden, with commas: requests, faults, settings, scenario, laboratories, worlds; by default `?lock=`. */
  lock?: string;
  /** Only the stage, its sentence and the transport, for a frame; by default as `?embed` says. */
  embed?: boolean;
  /** Called after each change of the page, and after the first drawing. */
  onchange?: () => void;
  /** The name of a lesson of `lessons/` to open; by default as the address says (`?lesson=ring&step=2`). */
  lesson?: string;
}
