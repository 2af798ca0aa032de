// What Node imports: it has the WebAssembly beside this file, and need not be told to start it.
import { readFileSync } from "node:fs";

import { initSync } from "./ringside.js";

initSync({ module: readFileSync(new URL("./ringside_bg.wasm", import.meta.url)) });

// `default` is what a browser has to await first. Here it does nothing more, so that one program runs in both.
export { default } from "./ringside.js";
export * from "./ringside.js";
