// Faces of type that a test lays over the page, so that its layout is tried in widths that this machine may not have: nobody
// knows which faces a reader has.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const { resolve } = createRequire(import.meta.url);

/** Of each, the package that it comes from. */
export const FACES = { wide: "dejavu-sans", usual: "arimo", narrow: "pt-sans-narrow" };

/** Has each page of a context shown in a face; without a name, in what the machine has. */
export async function setFace(context, name) {
  if (!name) return;
  const weights = await Promise.all([400, 700].map(async (weight) => [weight, await bytesOf(FACES[name], weight)]));
  await context.addInitScript((weights) => {
    for (const [weight, text] of weights) {
      const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
      document.fonts.add(new FontFace("Tested", bytes, { weight: String(weight) }));
    }
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(':root { font-family: "Tested" !important; }');
    document.adoptedStyleSheets = [sheet];
  }, weights);
}

async function bytesOf(family, weight) {
  const file = resolve(`@fontsource/${family}/files/${family}-latin-${weight}-normal.woff2`);
  return (await readFile(file)).toString("base64");
}
