// Puts the files of the one file into the page: all that it begins with at once, and its second part while it runs.

const packedFiles = document.getElementById("packed");
const unpack = unsqueezer(packedFiles.textContent, Number(packedFiles.dataset.size));
const textOf = (bytes) => new TextDecoder().decode(bytes);
let from = 0;

/** The next file, of so many bytes. */
function take(size) {
  return unpack(size).subarray(from, (from += size));
}

/** The same, in small steps, between which the page does what it has to. */
async function takeInTime(size) {
  for (let left = size; left > 0; left -= 16384) {
    await new Promise((resolve) => setTimeout(resolve));
    unpack(Math.min(left, 16384));
  }
  from += size;
  return unpack(0).subarray(from - size, from);
}

/** Styles and scripts run because the policy of this page names their hashes. */
function put(kind, name, bytes) {
  // The few rules for the time of unpacking have done their service.
  if (kind === "style") document.querySelector("style").remove();
  const element = document.createElement(kind === "style" ? "style" : "script");
  if (kind === "json") {
    element.type = "application/json";
    element.id = name;
  }
  if (kind === "script") element.type = "module";
  element.textContent = textOf(bytes);
  document.head.append(element);
}

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
