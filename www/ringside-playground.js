// <ringside-playground>: the playground in your own page.
//
//   <script src="https://…/ringside-playground.js" defer></script>
//   <ringside-playground scenario="cart.json" theme="light" style="height: 560px"></ringside-playground>
//
// Attributes, all of which may change at any time:
//   scenario  a link's fragment (#1.…), a scenario as JSON, or the address of a file with one
//   lesson    the name of a lesson
//   theme     system, light, dark or projector
//   lock      what is hidden, with commas: requests, faults, settings, scenario, laboratories, worlds
//   full      the whole page and not only the stage with its sentence and the transport
//
// It is a frame inside a shadow root. So nothing of the two pages can meddle with the other; keys go to the playground only
// while the focus is in it, and Tab leads in and out. A plain script, for a module from another host needs that host's leave.

{
  const OWN = document.currentScript ?? document.querySelector('script[src$="ringside-playground.js"]');
  const HOME = new URL("./", OWN.src);
  const STYLE = ":host { display: block; height: 560px } :host([hidden]) { display: none } iframe { display: block; width: 100%; height: 100%; border: 0 }";

  class RingsidePlayground extends HTMLElement {
    static observedAttributes = ["scenario", "lesson", "theme", "lock", "full"];
    #frame = document.createElement("iframe");
    #asked = 0;

    constructor() {
      super();
      const root = this.attachShadow({ mode: "open", delegatesFocus: true });
      const style = new CSSStyleSheet();
      style.replaceSync(STYLE);
      root.adoptedStyleSheets = [style];
      this.#frame.title = "Ringside: Dynamo’s ring, step by step";
      this.#frame.allow = "clipboard-write";
      root.append(this.#frame);
    }

    connectedCallback() {
      this.#show();
    }

    attributeChangedCallback() {
      if (this.isConnected) this.#show();
    }

    async #show() {
      const asked = ++this.#asked;
      // Attributes that are set one after the other load the page once.
      await undefined;
      const fragment = await fragmentOf(this.getAttribute("scenario") ?? "");
      if (asked !== this.#asked) return;
      const page = new URL("index.html", HOME);
      const parameters = [];
      if (!this.hasAttribute("full")) parameters.push("embed");
      for (const name of ["theme", "lock", "lesson"]) {
        const value = this.getAttribute(name);
        if (value) parameters.push(`${name}=${encodeURIComponent(value)}`);
      }
      page.search = parameters.join("&");
      page.hash = fragment;
      // Another fragment alone would not load the page, but it opens in it all the same.
      if (this.#frame.src !== page.href) this.#frame.src = page.href;
    }
  }

  /** The part of the address that leads to a scenario. What cannot be had is told by the page itself. */
  async function fragmentOf(scenario) {
    const text = scenario.trim();
    if (text === "" || text.startsWith("#")) return text;
    const json = text.startsWith("{") ? text : await read(text);
    return `#scenario=${encodeURIComponent(json)}`;
  }

  async function read(address) {
    try {
      const answer = await fetch(new URL(address, document.baseURI));
      return answer.ok ? await answer.text() : `${address}: ${answer.status}`;
    } catch {
      return `${address} could not be loaded`;
    }
  }

  customElements.get("ringside-playground") ?? customElements.define("ringside-playground", RingsidePlayground);
}
