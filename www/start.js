// Starts the page, keeps its work as it goes, and picks up what is left if the engine ever stops. Kept apart from index.html,
// so that a strict content security policy can forbid inline scripts.
import init, { mount } from "./ringside.js";
import { Keeper } from "./keeper.js";
import { offerLastWork, sayThatNothingIsKept, sayThatItStopped, sayThatItWasReplaced } from "./notices.js";

const WASM = "ringside_bg.wasm";
/** Which build this is of; `cargo xtask dist` fills it in. Without it, nothing is compared. */
const BUILD = "";

/** The module that the server has belongs to another build: this script and that module do not fit together. */
class AnotherBuild extends Error {}

const element = document.getElementById("ringside");
const asked = new URLSearchParams(location.search);
// A frame and the presenter's window show what is somebody else's to keep.
const keeps = !asked.has("embed") && !asked.has("presenter");
// For whoever looks whether all of this has come.
globalThis.ringsideBegins = true;

try {
  const keeper = new Keeper({ keeps, onrefused: sayThatNothingIsKept });
  const begun = compiled().then((module_or_path) => init(module_or_path && { module_or_path }));
  await Promise.all([begun, keeper.ready]);
  start(keeper);
} catch (error) {
  if (error instanceof AnotherBuild) sayThatItWasReplaced();
  // Of the views that stand there, one is shown.
  const sentence = [...element.querySelectorAll(".sentence")].find((one) => one.getClientRects().length > 0);
  if (sentence) sentence.textContent = `The page could not start: ${error.message}`;
  throw error;
}

/** The module, if it is of this build; nothing where the generated script finds it by itself. */
async function compiled() {
  // In the one file, it is in the page already.
  const here = globalThis.ringsideFiles?.[WASM];
  if (here || !BUILD) return here;
  const response = await fetch(new URL(`./${WASM}?build=${BUILD}`, import.meta.url));
  if (!response.ok) throw new Error(`the server answers ${response.status}`);
  // Only what a server says is WebAssembly is compiled while it comes.
  const streams = response.headers.get("Content-Type") === "application/wasm";
  const module = await (streams ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer()));
  const [build] = WebAssembly.Module.customSections(module, "build");
  if (new TextDecoder().decode(build) !== BUILD) throw new AnotherBuild(`the server has another build of ${WASM}`);
  return module;
}

/** Whether the engine has no stack left, which browsers tell in three ways, all of them with the module's frames. */
function isOverflow(error) {
  return ["RangeError", "InternalError"].includes(error?.name) && /wasm/.test(error.stack);
}

function start(keeper) {
  let page;
  const stopped = () => {
    if (keeper.stop()) sayThatItStopped(keeper);
  };
  // Whatever the engine does not survive is one of these errors: nothing that comes from outside is.
  const isFatal = (error) => error instanceof WebAssembly.RuntimeError || isOverflow(error);
  addEventListener("error", (event) => isFatal(event.error) && stopped());
  addEventListener("unhandledrejection", (event) => isFatal(event.reason) && stopped());

  const { work, finished, link, failed } = keeper.begin();
  if (failed) return stopped();
  const meanwhile = globalThis.ringsideMeanwhile?.();
  try {
    const onchange = () => {
      keeper.note(() => page?.work());
      keeper.noteFinished(page?.finished());
    };
    page = mount(element, { work, finished, link, onchange });
  } catch (error) {
    stopped();
    throw error;
  }
  if (keeps && !work && !location.hash && !asked.has("lesson") && !asked.has("challenge")) offerLastWork(keeper);
  // The page is drawn before this.
  setTimeout(() => meanwhile?.(element.firstElementChild));
  // For whoever lets the page itself come first.
  globalThis.ringsideStands = true;
  dispatchEvent(new Event("ringside-stands"));
}
