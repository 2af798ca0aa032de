// Puts the files of the one file into the page: all that it begins with at once, and its second part while it runs.

const packedFiles = document.getElementById("packed");
const { instance } = await WebAssembly.instantiate(globalThis.ringsideUnpacker);
const { memory, push, begin, unpack } = instance.exports;
const text = packedFiles.textContent;
const textOf = (bytes) => new TextDecoder().decode(bytes);
let [from, unpacked, place] = [0, 0, 0];

/** Unpacks in short calls: one that goes on for long stays with the slow code that browsers compile at first. */
function* stepsUntil(end) {
  while (unpacked < end) {
    unpacked = Math.min(unpacked + 32768, end);
    place = unpack(unpacked);
    yield;
  }
}

/** The next file, of so many bytes. */
function take(size) {
  for (const _ of stepsUntil(from + size));
  from += size;
  return new Uint8Array(memory.buffer, place + from - size, size).slice();
}

/** The same, with time before each step for what the page has to do. */
async function takeInTime(size) {
  const steps = stepsUntil(from + size);
  do await new Promise((resolve) => setTimeout(resolve));
  while (!steps.next().done);
  return take(size);
}

/** Styles and scripts run because the policy of this page names their hashes. */
function put(kind, name, bytes) {
  // The few rules for the time of unpacking have done their service.
  if (kind === "style") document.querySelector("style").remove();
  const element = document.createElement(kind === "style" ? "style" : "script");
  if (kind === "json" || kind === "text") {
    element.type = kind === "json" ? "application/json" : "text/plain";
    element.id = name;
  }
  if (kind === "script") element.type = "module";
  element.textContent = textOf(bytes);
  document.head.append(element);
}

delete globalThis.ringsideUnpacker;
for (let at = 0; at < text.length; at++) push(text.charCodeAt(at));
begin(Number(packedFiles.dataset.size));
const files = JSON.parse(textOf(take(Number(packedFiles.dataset.list))));
packedFiles.remove();
globalThis.ringsideFiles = {};
let script;
for (const [kind, name, size] of files) {
  if (kind === "script") script = take(size);
  else if (kind === "wasm") globalThis.ringsideFiles[name] = take(size);
  else if (kind === "later") globalThis.ringsideFiles[name] = takeInTime(size);
  else put(kind, name, take(size));
}
put("script", "", script);
