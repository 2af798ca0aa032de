// Starts the page. Kept apart from index.html, so that a strict content security policy can forbid inline scripts.
import init, { mount } from "./ringside.js";

const element = document.getElementById("ringside");
try {
  // In the one file, the module is in the page already.
  const module_or_path = globalThis.ringsideFiles?.["ringside_bg.wasm"];
  await init(module_or_path && { module_or_path });
  mount(element);
} catch (error) {
  const sentence = element.querySelector(".sentence");
  if (sentence) sentence.textContent = `The page could not start: ${error.message}`;
  throw error;
}
