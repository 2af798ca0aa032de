// What is wrong with the layout of a page as it is now: things that are cut, that lie on one another, or that stand outside.

/** One readable line for each fault; none is `[]`. */
export function layoutFaults(page) {
  return page.evaluate(() => {
    const faults = [];
    const words = (element) => {
      const text = element.getAttribute("aria-label") ?? element.textContent;
      return `${element.localName}.${element.getAttribute("class") ?? ""} “${text.trim().slice(0, 40)}”`;
    };
    const shown = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !element.closest(".for-readers, dialog:not([open])");
    const isControl = (element) => element.matches("button, input:not([type=range]), select, textarea, summary, label.as-button");
    const hasText = (element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    /** Where the text of an element is, line by line. */
    const lines = (element) => {
      const texts = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
      return texts.flatMap((node) => {
        const range = document.createRange();
        range.selectNodeContents(node);
        return [...range.getClientRects()];
      });
    };
    /** What is seen of a box: columns and the page scroll, and what lies outside of them is no fault. */
    const seen = (element, box) => {
      let { left, right, top, bottom } = box;
      for (let outer = element; outer; outer = outer.parentElement) {
        const { overflowX, overflowY } = getComputedStyle(outer);
        const edge = outer.getBoundingClientRect();
        if (overflowY !== "visible") [top, bottom] = [Math.max(top, edge.top), Math.min(bottom, edge.bottom)];
        if (overflowX !== "visible") [left, right] = [Math.max(left, edge.left), Math.min(right, edge.right)];
      }
      return { left, right, top, bottom };
    };
    const shortened = (element) => {
      for (let outer = element; outer; outer = outer.parentElement) if (getComputedStyle(outer).textOverflow === "ellipsis") return true;
      return false;
    };

    const { scrollWidth } = document.scrollingElement;
    if (scrollWidth > innerWidth) faults.push(`the page is ${scrollWidth} wide, and its window ${innerWidth}`);

    // Over what is behind a dialog, it lies rightly.
    const all = (document.querySelector("dialog[open]") ?? document.getElementById("ringside")).querySelectorAll("*");
    const html = [...all].filter((element) => element instanceof HTMLElement && shown(element));
    const things = html.filter((element) => isControl(element) || hasText(element));
    for (const element of things) {
      const box = element.getBoundingClientRect();
      if (box.width === 0 || box.height === 0 || shortened(element)) continue;
      if (box.right > innerWidth + 1 || box.left < -1) faults.push(`outside: ${words(element)}: ${box.left} to ${box.right}`);
      for (const line of lines(element)) {
        // What begins below a box that hides what is too much is not seen at all.
        if (line.top >= box.bottom - 1 && getComputedStyle(element).overflowY === "hidden") continue;
        const inside = element.localName === "option" || getComputedStyle(element).display === "inline";
        if (!inside && (line.right > box.right + 1 || line.left < box.left - 1 || line.bottom > box.bottom + 2 || line.top < box.top - 2))
          faults.push(`cut: ${words(element)}: text ${Math.round(line.left)}–${Math.round(line.right)} in ${Math.round(box.left)}–${Math.round(box.right)}`);
      }
      for (let outer = element.parentElement; outer && outer.id !== "ringside"; outer = outer.parentElement) {
        const style = getComputedStyle(outer);
        if (!/hidden|clip/.test(style.overflowX) || outer.matches(".page")) continue;
        const edge = outer.getBoundingClientRect();
        if (box.right > edge.right + 1) faults.push(`cut by ${words(outer)}: ${words(element)}`);
      }
    }
    const columns = html.filter((element) => /auto|scroll/.test(getComputedStyle(element).overflowX) && element.scrollWidth > element.clientWidth + 1);
    columns.filter((element) => !element.matches("textarea, input")).forEach((element) => faults.push(`scrolls sideways: ${words(element)}`));

    const sticks = (element) => innerHeight < document.scrollingElement.scrollHeight && element.closest(".transport");
    const boxes = things
      .filter((element) => !sticks(element) && element.localName !== "option")
      .flatMap((element) => (isControl(element) ? [element.getBoundingClientRect()] : lines(element)).map((box) => ({ element, box: seen(element, box) })))
      .filter(({ box }) => box.right - box.left > 2 && box.bottom - box.top > 2);
    boxes.forEach((one, place) => {
      for (const other of boxes.slice(place + 1)) {
        if (one.element.contains(other.element) || other.element.contains(one.element)) continue;
        const wide = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
        const high = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
        if (wide > 2 && high > 4) faults.push(`on one another, ${Math.round(wide)}×${Math.round(high)}: ${words(one.element)} and ${words(other.element)}`);
      }
    });

    // What is whole is broken nowhere but between its words, or after a comma.
    for (const element of things.filter((element) => element.matches(":is(.value, .chip) span, .value, .chip"))) {
      for (const node of [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE)) {
        for (const { index, 0: word } of node.data.matchAll(/[^\s,]{1,16},*(?![^\s,])/g)) {
          const range = document.createRange();
          range.setStart(node, index);
          range.setEnd(node, index + word.length);
          if (new Set([...range.getClientRects()].map((line) => Math.round(line.top))).size > 1) faults.push(`broken in “${word}”: ${words(element)}`);
        }
      }
    }

    for (const text of [...document.querySelectorAll(".version-value, .version-clock")].filter(shown)) {
      const room = text.closest("[role=listitem]").querySelector(".version-ground").getBoundingClientRect();
      if (text.getBoundingClientRect().right > room.right) faults.push(`beyond its version: ${words(text)}`);
    }

    const transport = document.querySelector(".transport")?.getBoundingClientRect();
    for (const element of things.filter((element) => element.closest(".transport"))) {
      const box = element.getBoundingClientRect();
      if (box.bottom > transport.bottom + 1 || box.top < transport.top - 1) faults.push(`out of the transport: ${words(element)}: ${box.top} to ${box.bottom}`);
    }

    /** Where the letters of a text are: its line is higher than they are. */
    const inked = (box) => ({ left: box.left, right: box.right, top: box.top + box.height * 0.2, bottom: box.bottom - box.height * 0.2 });
    const labels = [...document.querySelectorAll("svg.stage text")].filter((element) => shown(element) && element.textContent.trim());
    const printed = labels.map((element) => ({ element, box: inked(element.getBoundingClientRect()) })).filter(({ box }) => box.right > box.left);
    const middle = document.querySelector("svg.stage .middle")?.getBoundingClientRect();
    const marks = [...document.querySelectorAll(".seats :is(.seat-badge, .seat-marks) circle")].filter(shown).map((mark) => ({ mark, edge: mark.getBoundingClientRect() }));
    printed.forEach(({ element, box }, place) => {
      for (const { mark, edge } of marks.filter(({ mark }) => !mark.parentElement.contains(element))) {
        const [x, y] = [(edge.left + edge.right) / 2, (edge.top + edge.bottom) / 2];
        const away = Math.hypot(Math.max(box.left - x, x - box.right, 0), Math.max(box.top - y, y - box.bottom, 0));
        if (away < edge.width / 2) faults.push(`under a mark: ${words(element)}: ${mark.parentElement.getAttribute("class")}`);
      }
      // Beside the stage stand the columns, which cover what runs out of it.
      const stage = element.closest("svg.stage").getBoundingClientRect();
      if (box.left < stage.left - 1 || box.right > stage.right + 1) {
        faults.push(`out of the stage: ${words(element)}: ${Math.round(box.left)} to ${Math.round(box.right)}, stage ${Math.round(stage.left)} to ${Math.round(stage.right)}`);
      }
      if (element.closest(".centre")) {
        const [x, y] = [(middle.left + middle.right) / 2, (middle.top + middle.bottom) / 2];
        const far = Math.hypot(Math.max(x - box.left, box.right - x), Math.max(y - box.top, box.bottom - y));
        if (far > middle.width / 2) faults.push(`over the band: ${words(element)}: ${Math.round(far)} from the middle of ${Math.round(middle.width / 2)}`);
      }
      for (const other of printed.slice(place + 1)) {
        // What flies crosses the band.
        if ([element, other.element].some((one) => one.matches(".flight-label")) && [element, other.element].some((one) => one.matches(".band-letter"))) continue;
        const wide = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
        const high = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
        if (wide > 2 && high > 2) faults.push(`on one another, ${Math.round(wide)}×${Math.round(high)}: ${words(element)} and ${words(other.element)}`);
      }
    });
    return [...new Set(faults)];
  });
}
