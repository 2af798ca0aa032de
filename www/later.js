// How the second part of the page comes: once, when the first part asks for it. The two share their memory and their table of functions.

const FILE = "later_bg.wasm";

let first;
let coming;

/** The exports of the first part. */
export function follows(exports) {
  first = exports;
}

/** Called by the first part, under the name that the build gives it; answered by a call of that function, with this data. */
export async function __wasm_split_load_later(callback, data) {
  let came = true;
  try {
    await (coming ??= begin());
  } catch (error) {
    // Whoever asks again has it fetched again.
    coming = undefined;
    came = false;
    console.warn(`${FILE} did not come: ${error.message}`);
  }
  first.__indirect_function_table.get(callback)(data, came);
}

async function begin() {
  await WebAssembly.instantiate(await bytes(), { __wasm_split: first });
}

async function bytes() {
  // In the one file, it is in the page already.
  const here = globalThis.ringsideFiles?.[FILE];
  if (here) return here;
  const response = await fetch(new URL(`./${FILE}`, import.meta.url));
  if (!response.ok) throw new Error(`the server answers ${response.status}`);
  return response.arrayBuffer();
}
