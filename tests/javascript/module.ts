// Compiled, never run: what an embedding page writes to start the module has to fit the published types.
import init, { initSync } from "../../dist/ringside.js";

export async function inABrowser(): Promise<void> {
  await init();
}

export function anywhereElse(bytes: Uint8Array<ArrayBuffer>): void {
  initSync({ module: bytes });
}
