// The page as it opens stands in index.html, drawn by the build. What is pressed and typed there before the module has come is
// remembered, and done when the page is there. Not a module: it decides before anything is drawn.

(() => {
  const root = document.documentElement;
  const asked = new URLSearchParams(location.search);
  const asksForMore = [...asked.keys()].some((name) => name !== "theme");
  // Whoever comes back, or with a link, is to see something else.
  const opens = asksForMore || location.hash || keepsWork() ? "something-else" : "first-view";
  if (asked.has("theme")) root.dataset.theme = asked.get("theme");
  root.dataset.opens = opens;
  if (opens !== "first-view") return;

  // Of the views for several windows, one stays: names and labels are not to be there twice.
  document.addEventListener("DOMContentLoaded", () => {
    const view = shown()?.parentElement;
    if (!view) return;
    view.classList.add("shown");
    document.querySelectorAll(".first-view:not(.shown), .waiting").forEach((other) => other.remove());
  });

  const done = [];
  const heard = ["click", "input", "keydown"];
  const shown = () => [...document.querySelectorAll(".first-view > .page")].find((page) => page.getClientRects().length > 0);

  /** Where an element stands in a page: the number of a child at each level. */
  function pathOf(element, page) {
    const path = [];
    for (; element && element !== page; element = element.parentElement) {
      path.unshift([...element.parentElement.children].indexOf(element));
    }
    return element ? path : null;
  }

  const at = (path, page) => path.reduce((element, place) => element?.children[place], page);

  function remember(event) {
    const page = shown();
    const path = page && pathOf(event.target, page);
    if (!path && event.type !== "keydown") return;
    if (event.type === "keydown" && event.target.matches?.("input, textarea, select")) return;
    const { key, code, shiftKey, ctrlKey, altKey, metaKey } = event;
    const last = done.at(-1);
    const again = last && last.type === event.type && String(last.path) === String(path);
    // Nothing has moved: who types on means the last text, who presses again means one press.
    if (again && event.type !== "keydown") done.pop();
    done.push({ type: event.type, path, value: event.target.value, keys: { key, code, shiftKey, ctrlKey, altKey, metaKey } });
    // A fold or a choice is to look as the page has it.
    if (event.type === "click") event.preventDefault();
  }

  heard.forEach((type) => document.addEventListener(type, remember, true));

  /** Takes the place of the first view: called once, just before the page is drawn. What it gives is called when it stands. */
  globalThis.ringsideMeanwhile = () => {
    const page = shown();
    heard.forEach((type) => document.removeEventListener(type, remember, true));
    const active = page && document.activeElement !== document.body ? document.activeElement : null;
    const focused = active && pathOf(active, page);
    const selection = active && "selectionStart" in active ? [active.selectionStart, active.selectionEnd] : null;
    return (drawn) => {
      for (const { type, path, value, keys } of done) {
        const element = path ? at(path, drawn) : document.body;
        // Elements of the drawing have no `click()`.
        if (type === "click") element?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
        if (type === "keydown") element?.dispatchEvent(new KeyboardEvent("keydown", { ...keys, bubbles: true, cancelable: true }));
        if (type === "input" && element) {
          element.value = value;
          element.dispatchEvent(new InputEvent("input", { bubbles: true }));
          element.dispatchEvent(new Event("change", { bubbles: true }));
        }
      }
      const element = focused && at(focused, drawn);
      element?.focus({ preventScroll: true });
      if (element && selection?.[0] != null) element.setSelectionRange(...selection);
    };
  };

  /** Whether this tab has work that the page will go on with, under the names of keeper.js: what is no module imports nothing. */
  function keepsWork() {
    try {
      const tab = sessionStorage.getItem("ringside-tab");
      return !!history.state?.["ringside-work"] || (tab && localStorage.getItem(`ringside-work-${tab}`) !== null);
    } catch {
      return false;
    }
  }
})();
