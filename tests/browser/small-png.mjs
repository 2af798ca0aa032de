// Makes a screenshot small: at most 256 colours, those that occur most, as a PNG with a palette. Drawings have few
// colours, and what is lost is the finest shading at the edges of letters.

import { deflateSync, inflateSync } from "node:zlib";

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** A smaller PNG of the same picture; from a PNG of 8 bits a channel that is not interlaced, as browsers make them. */
export function smallPng(png) {
  const picture = decoded(png);
  const { palette, places } = reduced(picture);
  return encoded(picture, palette, places);
}

function decoded(png) {
  if (!png.subarray(0, 8).equals(SIGNATURE)) throw new Error("not a PNG");
  const data = [];
  let header;
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const kind = png.toString("latin1", at + 4, at + 8);
    const content = png.subarray(at + 8, at + 8 + length);
    if (kind === "IHDR") header = content;
    if (kind === "IDAT") data.push(content);
    at += length + 12;
  }
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const channels = { 2: 3, 6: 4 }[header[9]];
  if (header[8] !== 8 || !channels || header[12] !== 0) throw new Error("a PNG of 8 bits a channel, not interlaced, is expected");
  return { width, height, channels, bytes: unfiltered(inflateSync(Buffer.concat(data)), width, height, channels) };
}

function unfiltered(raw, width, height, channels) {
  const row = width * channels;
  const bytes = Buffer.alloc(row * height);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (row + 1)];
    for (let x = 0; x < row; x++) {
      const left = x >= channels ? bytes[y * row + x - channels] : 0;
      const above = y > 0 ? bytes[(y - 1) * row + x] : 0;
      const corner = x >= channels && y > 0 ? bytes[(y - 1) * row + x - channels] : 0;
      const guess = [0, left, above, (left + above) >> 1, paeth(left, above, corner)][filter];
      bytes[y * row + x] = raw[y * (row + 1) + 1 + x] + guess;
    }
  }
  return bytes;
}

function paeth(left, above, corner) {
  const sum = left + above - corner;
  const [a, b, c] = [Math.abs(sum - left), Math.abs(sum - above), Math.abs(sum - corner)];
  return a <= b && a <= c ? left : b <= c ? above : corner;
}

/** The most frequent colours, and for each pixel the place of the nearest of them. */
function reduced({ bytes, channels }) {
  const counts = new Map();
  const colour = (at) => (bytes[at] << 16) | (bytes[at + 1] << 8) | bytes[at + 2];
  for (let at = 0; at < bytes.length; at += channels) counts.set(colour(at), (counts.get(colour(at)) ?? 0) + 1);
  // Ties go by the colour itself, so that the same picture gives the same file.
  const palette = [...counts].sort((one, other) => other[1] - one[1] || one[0] - other[0]).slice(0, 256).map(([found]) => found);
  const nearest = new Map(palette.map((found, place) => [found, place]));
  const places = Buffer.alloc(bytes.length / channels);
  for (let at = 0, pixel = 0; at < bytes.length; at += channels, pixel++) {
    const wanted = colour(at);
    if (!nearest.has(wanted)) nearest.set(wanted, closest(palette, wanted));
    places[pixel] = nearest.get(wanted);
  }
  return { palette, places };
}

function closest(palette, wanted) {
  const part = (colour, shift) => (colour >> shift) & 255;
  const distance = (colour) => [16, 8, 0].reduce((sum, shift) => sum + (part(colour, shift) - part(wanted, shift)) ** 2, 0);
  let best = 0;
  palette.forEach((colour, place) => {
    if (distance(colour) < distance(palette[best])) best = place;
  });
  return best;
}

function encoded({ width, height }, palette, places) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  const colours = Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]));
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++) places.copy(rows, y * (width + 1) + 1, y * width, (y + 1) * width);
  const parts = [chunk("IHDR", header), chunk("PLTE", colours), chunk("IDAT", deflateSync(rows, { level: 9 })), chunk("IEND", Buffer.alloc(0))];
  return Buffer.concat([SIGNATURE, ...parts]);
}

function chunk(kind, content) {
  const named = Buffer.concat([Buffer.from(kind, "latin1"), content]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  check.writeUInt32BE(crc(named));
  return Buffer.concat([length, named, check]);
}

/** The check of a chunk. Node 20 has none. */
function crc(bytes) {
  let rest = 0xffffffff;
  for (const byte of bytes) {
    rest ^= byte;
    for (let bit = 0; bit < 8; bit++) rest = (rest >>> 1) ^ (rest & 1 ? 0xedb88320 : 0);
  }
  return (rest ^ 0xffffffff) >>> 0;
}
