// What is said outside the engine: short notes in a corner, and the dialog for when the engine has stopped.
import { wordsOf } from "./keeper.js";

/** Offers to go on with what another tab, or this browser some time ago, was at. */
export function offerLastWork(keeper) {
  const last = keeper.lastOfOthers();
  if (!last) return;
  const note = notice(`Last time: ${wordsOf(last.work)}.`);
  note.append(
    button("Go on from there", () => {
      keeper.handOn(last.work);
      location.reload();
    }),
    button("Close", () => note.remove()),
  );
  // Whoever begins something does not want it any more.
  document.getElementById("ringside").addEventListener("click", () => note.remove(), { once: true });
}

/** Says once that nothing is kept. */
export function sayThatNothingIsKept() {
  const note = notice("This browser keeps nothing for this page. Save the scenario before you leave, if you need it again.");
  note.append(button("Close", () => note.remove()));
}

/** Says that the site was replaced by another build while the page was loading. */
export function sayThatItWasReplaced() {
  const again = button("Load the page again", () => location.reload());
  again.className = "primary";
  lastDialog(
    "There is a newer Ringside",
    "It replaced the version that this page began with while the page was loading. Load the page again to go on. What this page keeps comes back.",
    [again],
  );
}

/** Says that the engine has stopped, and what can be done. */
export function sayThatItStopped(keeper) {
  const { work } = keeper;
  const words = wordsOf(work);
  const what = words ? `It was at ${words}. ` : "";
  const buttons = [];
  const again = button(words ? "Go on from there" : "Start again", () => {
    if (words) keeper.handOn(work);
    location.reload();
  });
  again.className = "primary";
  buttons.push(again);
  if (words) {
    const { moment, own } = JSON.parse(work);
    buttons.push(button("Save the scenario", () => save("ringside-scenario.json", moment.scenario)));
    if (own) buttons.push(button("Save the lesson", () => save("ringside-lesson.json", own.lesson)));
    buttons.push(
      button("Start afresh", () => {
        keeper.forget();
        location.reload();
      }),
    );
  }
  const lost = words ? "Nothing of it is lost." : "Nothing had happened yet.";
  lastDialog("Ringside has stopped", `That is a mistake in Ringside, not yours. ${what}${lost}`, buttons);
}

/** A dialog behind which the page does not go on. */
function lastDialog(title, words, buttons) {
  const dialog = document.createElement("dialog");
  dialog.className = "help stopped";
  dialog.setAttribute("aria-labelledby", "stopped-title");
  const heading = make("h2", title);
  heading.id = "stopped-title";
  const row = make("div", "");
  row.className = "row";
  row.append(...buttons);
  dialog.append(heading, make("p", words), row);
  // There is nothing behind it that still works.
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  document.body.append(dialog);
  dialog.showModal();
}

function save(name, content) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([JSON.stringify(content, null, 1)], { type: "application/json" }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

function notice(words) {
  const note = document.createElement("div");
  note.className = "notice";
  note.setAttribute("role", "status");
  note.append(make("p", words));
  document.body.append(note);
  return note;
}

function make(tag, words) {
  const element = document.createElement(tag);
  element.textContent = words;
  return element;
}

function button(words, onclick) {
  const element = make("button", words);
  element.type = "button";
  element.addEventListener("click", onclick);
  return element;
}
