// The one file's own script: unpacks what is in it, and starts it. Nothing is fetched.
//
// The files stand in #packed, compressed with LZMA: a fifth smaller than what the browser could unpack by itself. The text
// there is of the units of UTF-16 that HTML keeps, for the whole document is UTF-16: they are the digits of numbers.

/** The bytes of a packed text: see `pack.rs`. */
function bytesOf(text) {
  const [digits, size, base] = [160, 319, 63356];
  const digitOf = (unit) =>
    unit - (unit < 0x7f ? 0x40 : unit < 0xd800 ? 0x61 : unit < 0xfdd0 ? 0x861 : unit < 0xfeff ? 0x881 : 0x882);
  // One byte more than there is: a block has two bytes for each digit, the last of them a zero that the next block overwrites.
  const bytes = new Uint8Array((text.length / digits) * size + 1);
  const limbs = new Uint16Array(digits);
  for (let from = 0, to = 0; from < text.length; from += digits, to += size) {
    limbs.fill(0);
    for (let at = 0; at < digits; at++) {
      let carry = digitOf(text.charCodeAt(from + at));
      for (let limb = 0; limb <= at; limb++) {
        carry += limbs[limb] * base;
        limbs[limb] = carry;
        carry >>>= 16;
      }
    }
    for (let limb = 0; limb < digits; limb++) {
      bytes[to + 2 * limb] = limbs[limb];
      bytes[to + 2 * limb + 1] = limbs[limb] >> 8;
    }
  }
  return bytes;
}

/** Unpacks a raw LZMA stream of a known size. Names and order as in the format's specification. */
function unpack(input, size, lc, pb) {
  const out = new Uint8Array(size);
  const [isMatch, isRep, isRepG0, isRepG1, isRepG2, isRep0Long] = [0, 192, 204, 216, 228, 240];
  const [posSlot, posSpecial, align, lenCoder, repLenCoder, literal] = [432, 688, 803, 819, 1333, 1847];
  const chances = new Uint16Array(literal + (0x300 << lc)).fill(1024);
  // Range, code and place in an array of whole numbers of 32 bits: as variables they would be boxed at every step.
  const [RANGE, CODE, AT] = [0, 1, 2];
  const now = new Int32Array([-1, (input[1] << 24) | (input[2] << 16) | (input[3] << 8) | input[4], 5]);

  const normalize = () => {
    if ((now[RANGE] & 0xff000000) === 0) {
      now[RANGE] <<= 8;
      now[CODE] = (now[CODE] << 8) | input[now[AT]++];
    }
  };
  const bit = (place) => {
    const chance = chances[place];
    const bound = Math.imul(now[RANGE] >>> 11, chance);
    let found = 0;
    // As if without a sign.
    if ((now[CODE] ^ 0x80000000) < (bound ^ 0x80000000)) {
      now[RANGE] = bound;
      chances[place] = chance + ((2048 - chance) >> 5);
    } else {
      now[RANGE] -= bound;
      now[CODE] -= bound;
      chances[place] = chance - (chance >> 5);
      found = 1;
    }
    normalize();
    return found;
  };
  const tree = (base, bits) => {
    let symbol = 1;
    for (let left = bits; left > 0; left--) symbol = (symbol << 1) | bit(base + symbol);
    return symbol - (1 << bits);
  };
  const treeFromLowest = (base, bits) => {
    let [symbol, found] = [1, 0];
    for (let place = 0; place < bits; place++) {
      const next = bit(base + symbol);
      symbol = (symbol << 1) | next;
      found |= next << place;
    }
    return found;
  };
  const direct = (bits) => {
    let found = 0;
    for (let left = bits; left > 0; left--) {
      now[RANGE] >>>= 1;
      const next = now[CODE] >>> 0 >= now[RANGE] ? 1 : 0;
      if (next) now[CODE] -= now[RANGE];
      found = (found << 1) | next;
      normalize();
    }
    return found;
  };
  const lengthBy = (base, posState) => {
    if (!bit(base)) return tree(base + 2 + (posState << 3), 3);
    if (!bit(base + 1)) return 8 + tree(base + 130 + (posState << 3), 3);
    return 16 + tree(base + 258, 8);
  };
  const distanceBy = (length) => {
    const slot = tree(posSlot + (Math.min(length, 3) << 6), 6);
    if (slot < 4) return slot;
    const bits = (slot >> 1) - 1;
    const start = (2 | (slot & 1)) << bits;
    if (slot < 14) return start + treeFromLowest(posSpecial + start - slot, bits);
    return start + (direct(bits - 4) << 4) + treeFromLowest(align, 4);
  };

  let [end, state, rep0, rep1, rep2, rep3] = [0, 0, 0, 0, 0, 0];
  while (end < size) {
    const posState = end & ((1 << pb) - 1);
    if (!bit(isMatch + (state << 4) + posState)) {
      const base = literal + 0x300 * ((end > 0 ? out[end - 1] : 0) >> (8 - lc));
      let symbol = 1;
      if (state >= 7) {
        let matched = out[end - rep0 - 1];
        let expected;
        let found;
        do {
          expected = (matched >> 7) & 1;
          matched <<= 1;
          found = bit(base + ((1 + expected) << 8) + symbol);
          symbol = (symbol << 1) | found;
        } while (expected === found && symbol < 0x100);
      }
      while (symbol < 0x100) symbol = (symbol << 1) | bit(base + symbol);
      out[end++] = symbol;
      state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
      continue;
    }
    let length;
    if (bit(isRep + state)) {
      if (bit(isRepG0 + state)) {
        let distance;
        if (!bit(isRepG1 + state)) distance = rep1;
        else {
          if (!bit(isRepG2 + state)) distance = rep2;
          else [distance, rep3] = [rep3, rep2];
          rep2 = rep1;
        }
        rep1 = rep0;
        rep0 = distance;
      } else if (!bit(isRep0Long + (state << 4) + posState)) {
        state = state < 7 ? 9 : 11;
        out[end] = out[end - rep0 - 1];
        end++;
        continue;
      }
      length = lengthBy(repLenCoder, posState);
      state = state < 7 ? 8 : 11;
    } else {
      [rep3, rep2, rep1] = [rep2, rep1, rep0];
      length = lengthBy(lenCoder, posState);
      state = state < 7 ? 7 : 10;
      rep0 = distanceBy(length);
    }
    for (let left = Math.min(length + 2, size - end); left > 0; left--) {
      out[end] = out[end - rep0 - 1];
      end++;
    }
  }
  return out;
}

/** What is done with a file of each kind. Styles and scripts run because the policy of this page names their hashes. */
function put(kind, name, bytes) {
  if (kind === "wasm") {
    (globalThis.ringsideFiles ??= {})[name] = bytes;
    return;
  }
  // The few rules for the time of unpacking have done their service.
  if (kind === "style") document.querySelector("style").remove();
  const element = document.createElement(kind === "style" ? "style" : "script");
  if (kind === "json") {
    element.type = "application/json";
    element.id = name;
  }
  if (kind === "script") element.type = "module";
  element.textContent = new TextDecoder().decode(bytes);
  document.head.append(element);
}

const packed = document.getElementById("packed");
const { size, lc, pb, files } = JSON.parse(packed.dataset.contents);
const unpacked = unpack(bytesOf(packed.textContent), size, lc, pb);
packed.remove();
let from = 0;
for (const [kind, name, length] of files) {
  put(kind, name, unpacked.subarray(from, from + length));
  from += length;
}
