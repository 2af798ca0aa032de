// Starts the page. Kept apart from index.html, so that a strict content security policy can forbid inline scripts.
import init, { mount } from "./ringside.js";

const element = document.getElementById("ringside");
try {
  await init();
  mount(element);
} catch (error) {
  const sentence = element.querySelector(".sentence");
  if (sentence) sentence.textContent = `The page could not start: ${error.message}`;
  throw error;
}
