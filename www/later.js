// How the two parts of the page come: the first at once, the second when the first asks for it. They share their memory and their
// table of functions, and are of one build.

const FIRST = "page_bg.wasm";
const LATER = "later_bg.wasm";
/** Which build this is of; `cargo xtask dist` fills it in. Without it, nothing is compared. */
const BUILD = "";

let first;
let coming;
let onreplaced;

/** A part that the server has belongs to another build: functions of two builds do not fit together. */
export class AnotherBuild extends Error {}

/** The first part; nothing where the generated module finds it by itself. */
export async function firstPart() {
  return BUILD ? compiled(FIRST) : globalThis.ringsideFiles?.[FIRST];
}

/** `exports`: those of the first part. `replaced`: called if the site has been replaced, and the second part can come no more. */
export function follows(exports, replaced) {
  first = exports;
  onreplaced = replaced;
}

/** Called by the first part, under the name that the build gives it; answered by a call of that function, with this data. */
export async function __wasm_split_load_later(callback, data) {
  let came = true;
  try {
    await (coming ??= begin());
  } catch (error) {
    if (error instanceof AnotherBuild) return onreplaced();
    // Whoever asks again has it fetched again.
    coming = undefined;
    came = false;
    console.warn(`${LATER} did not come: ${error.message}`);
  }
  first.__indirect_function_table.get(callback)(data, came);
}

async function begin() {
  // In the one file, it is in the page already.
  const here = globalThis.ringsideFiles?.[LATER];
  const module = here ? await WebAssembly.compile(await here) : await compiled(LATER);
  await WebAssembly.instantiate(module, { __wasm_split: first });
}

async function compiled(file) {
  const response = await fetch(new URL(`./${file}${BUILD && `?build=${BUILD}`}`, import.meta.url));
  if (!response.ok) throw new Error(`the server answers ${response.status}`);
  // Only what a server says is WebAssembly is compiled while it comes.
  const streams = response.headers.get("Content-Type") === "application/wasm";
  const module = await (streams ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer()));
  const [build] = WebAssembly.Module.customSections(module, "build");
  if (new TextDecoder().decode(build) !== BUILD) throw new AnotherBuild(`the server has another build of ${file}`);
  return module;
}
