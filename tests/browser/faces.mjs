// Faces of type that a test lays over the page, so that its layout is tried in widths that this machine may not have: nobody
// knows which faces a reader has.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const { resolve } = createRequire(import.meta.url);

/** Of each, the package that it comes from. */
export const FACES = { wide: "dejavu-sans", usual: "arimo", narrow: "pt-sans-narrow" };

/** Lets each page of a context be shown in any of the faces; in the first at once. */
export async function bringFaces(context) {
  const names = Object.keys(FACES);
  const brought = names.flatMap((name) => [400, 700].map(async (weight) => [name, weight, await bytesOf(FACES[name], weight)]));
  await context.addInitScript(
    ([first, brought]) => {
      for (const [name, weight, text] of brought) {
        const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
        document.fonts.add(new FontFace(`Tested ${name}`, bytes, { weight: String(weight) }));
      }
      const sheet = new CSSStyleSheet();
      globalThis.showIn = (name) => sheet.replaceSync(`:root { font-family: "Tested ${name}" !important; }`);
      globalThis.showIn(first);
      document.adoptedStyleSheets = [sheet];
    },
    [names[0], await Promise.all(brought)],
  );
}

/** Does something with the page in each face, one after the other. */
export async function inEachFace(page, act) {
  for (const name of Object.keys(FACES).toReversed()) {
    const loaded = await page.evaluate(async (name) => {
      globalThis.showIn(name);
      await document.fonts.ready;
      await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
      return [...document.fonts].filter(({ family }) => family.includes(`Tested ${name}`)).map(({ status }) => status);
    }, name);
    assert.deepEqual(loaded, ["loaded", "loaded"], name);
    await act(name);
  }
}

async function bytesOf(family, weight) {
  const file = resolve(`@fontsource/${family}/files/${family}-latin-${weight}-normal.woff2`);
  return (await readFile(file)).toString("base64");
}
