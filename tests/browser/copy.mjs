// A server of dist/ that can be changed and taken away, and the files of a build that comes after it.

import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const DIST = fileURLToPath(new URL("../../dist/", import.meta.url));
const TYPES = { ".css": "text/css", ".html": "text/html", ".js": "text/javascript", ".json": "application/json", ".svg": "image/svg+xml", ".wasm": "application/wasm", ".webmanifest": "application/manifest+json" };

/** `changed`: files that are other than in dist/. `log`: what was asked for and sent. `slow`: a file that takes `ms`. */
export async function serveCopy() {
  const [changed, log, slow] = [new Map(), [], {}];
  const server = createServer(async (request, response) => {
    const asked = new URL(request.url, "http://site").pathname.slice(1) || "index.html";
    log.push(asked);
    if (asked === slow.file) await new Promise((done) => setTimeout(done, slow.ms));
    try {
      const bytes = changed.get(asked) ?? (await readFile(path.join(DIST, asked)));
      response.writeHead(200, { "Content-Type": TYPES[path.extname(asked)] ?? "application/octet-stream" }).end(bytes);
      log.push(`${asked} sent`);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const close = () => {
    server.closeAllConnections();
    return new Promise((closed) => server.close(closed));
  };
  return { address: `http://127.0.0.1:${server.address().port}/`, changed, log, slow, close };
}

/** The mark of that build. */
export const NEXT = "00000000000next0";

/** The files of dist/ as another build has them, by their paths: with another mark everywhere, other scripts and another title. */
export async function nextBuild() {
  const read = async (file) => (await readFile(path.join(DIST, file))).toString("latin1");
  const [, mark] = (await read("index.html")).match(/start\.js\?build=(\w+)"/) ?? assert.fail("index.html names no build");
  const next = new Map();
  for (const file of await readdir(DIST)) {
    if (!/\.(html|js|css|wasm)$/.test(file) || file === "ringside.html") continue;
    const text = (await read(file)).replaceAll(mark, NEXT);
    const other = { ".html": text.replace("<title>", "<title>New: "), ".js": `${text}// Another build.\n` };
    next.set(file, Buffer.from(other[path.extname(file)] ?? text, "latin1"));
  }
  const withHashes = async (file, pattern) => {
    let text = next.get(file).toString("latin1");
    for (const [whole, start, named] of text.matchAll(pattern)) {
      if (!next.has(named)) continue;
      const digest = Buffer.from(await crypto.subtle.digest("SHA-256", next.get(named))).toString("base64");
      text = text.replace(whole, `${start}sha256-${digest}"`);
    }
    next.set(file, Buffer.from(text, "latin1"));
  };
  await withHashes("index.html", /("\.\/([^"?]+)\?build=\w+" integrity=")[^"]+"/g);
  await withHashes("service-worker.js", /(\["\.\/([^"]+)",")[^"]+"/g);
  return next;
}
