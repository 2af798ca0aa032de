// The reverse of `squeeze.rs`: the same guesses in the same arithmetic, which is why the same bits come out.
//
// A line with a `$` stands here once for all contexts: the build writes it out for each, with its number in place of the `$`,
// which browsers run twice as fast as a loop.

const [PLACES_BITS, STEPS, SURE, KNOTS, DIGITS, PATIENCE] = [22, 4096, 12, 17, 63324, 480];
const INPUTS = CONTEXTS + 2;

/** The fraction for each step of the logarithm of odds. */
function fractionsOf() {
  let odds = 162754.79141900392;
  return Float64Array.from({ length: STEPS }, () => {
    const fraction = 1 / (1 + odds);
    odds /= 1.0058765644557797;
    return fraction;
  });
}

/** The logarithm of odds for each step of a fraction. */
function oddsOf() {
  const odds = new Float64Array(STEPS);
  let sum = 0;
  for (let step = STEPS / 2; step < STEPS; step++) {
    const fraction = (step + 0.5) / STEPS;
    const slope = 1 / (fraction * (1 - fraction)) / STEPS;
    odds[step] = sum + slope * 0.5;
    odds[STEPS - 1 - step] = -odds[step];
    sum += slope;
  }
  return odds;
}

/** What follows each history of zeros and ones, after a zero and after a one. */
function histories() {
  const most = [48, 20, 10, 6, 5];
  const after = ([zeros, ones], bit) => {
    let [same, other] = bit ? [ones + 1, zeros] : [zeros + 1, ones];
    if (other > 2) other = other === 3 ? 2 : other < 6 ? 3 : 4;
    while (Math.max(same, other) > (most[Math.min(same, other)] ?? 0)) same > other ? same-- : other--;
    const last = same > 0 && other > 0 ? bit : 0;
    return bit ? [other, same, last] : [same, other, last];
  };
  const found = [[0, 0, 0]];
  const following = new Uint8Array(512);
  for (let at = 0; at < found.length; at++) {
    for (const bit of [0, 1]) {
      const next = after(found[at], bit);
      const place = found.findIndex((known) => String(known) === String(next));
      following[at * 2 + bit] = place < 0 ? found.push(next) - 1 : place;
    }
  }
  return following;
}

function digitOf(unit) {
  return unit - 0x60 - (unit > 0x9f ? 33 : 0) - (unit > 0xdfff ? 2048 : 0) - (unit > 0xfdef ? 32 : 0) - (unit > 0xfeff ? 1 : 0);
}

const [fractions, oddsBy, following, reader] = [fractionsOf(), oddsOf(), histories(), new Reader()];
const contexts = reader.contexts;
const seen = new Uint8Array(CONTEXTS << PLACES_BITS);
const ones = new Int32Array((CONTEXTS << 8) + (1 << 14)).fill(2 ** 31);
for (let at = 0; at < 1 << 14; at++) ones[(CONTEXTS << 8) + at] = (0xffffffff - Math.floor(0x7fffffff / ((at >> 8) + 2))) & ~1023;
const rates = Int32Array.from({ length: PATIENCE + 1 }, (_, times) => 16384 / (2 * times + 3));
const weights = Float64Array.from({ length: 10240 * INPUTS }, (_, at) => (at % INPUTS < CONTEXTS ? 0.08 : 0));
const corrected = Float64Array.from({ length: 2048 * KNOTS }, (_, at) => fractions[Math.min(Math.floor(((at % KNOTS) * STEPS * 2) / 3 / (KNOTS - 1)) + Math.floor(STEPS / 6), STEPS - 1)]);
const last = new Uint32Array(1 << 18);
// Of each of four codes: two steps for each node, a byte being what is above 255; and of each byte, its word and its length.
const [steps, words, lengths] = [new Int32Array(4 * 512), new Int32Array(4 * 256), new Uint8Array(4 * 256)];

function readCode(base, code) {
  let [nodes, word] = [1, 0];
  for (let length = 1; length < 16; length++, word <<= 1) {
    for (let byte = 0; byte < 256; byte++) {
      if (lengths[(code << 8) | byte] !== length) continue;
      words[(code << 8) | byte] = word;
      let node = 0;
      for (let place = length - 1; place > 0; place--) {
        const step = base + node * 2 + ((word >> place) & 1);
        node = steps[step] ||= nodes++;
      }
      steps[base + node * 2 + (word++ & 1)] = 256 | byte;
    }
  }
}

/** How often what a repetition says holds, after it held or did not. */
function count(entry, bit) {
  const one = ones[entry];
  const times = one & 1023;
  const before = one >>> 10;
  const after = before + (Math.imul(((bit ? 4194303 : 0) - before) >> 4, rates[times]) >> 9);
  ones[entry] = (after << 10) | (times + (times < PATIENCE ? 1 : 0));
}

/** A function that unpacks so many bytes more, and answers with all there is. */
function unsqueezer(text, size) {
  const bytes = new Uint8Array(size);
  let [at, end, repeated, length] = [0, 0, 0, 0];
  // In an array of fractions: as variables they would be boxed at every step.
  const now = new Float64Array([0, 1]);
  const [CODE, RANGE] = [0, 1];
  const shift = () => {
    now[CODE] = now[CODE] * DIGITS + (at < text.length ? digitOf(text.charCodeAt(at++)) : 0);
    now[RANGE] *= DIGITS;
  };
  const decode = (chance) => {
    const bound = Math.floor(now[RANGE] / 65536) * chance;
    const isOne = now[CODE] < bound;
    if (isOne) now[RANGE] = bound;
    else {
      now[CODE] -= bound;
      now[RANGE] -= bound;
    }
    while (now[RANGE] < DIGITS * DIGITS) shift();
    return isOne ? 1 : 0;
  };
  for (let digit = 0; digit < 3; digit++) shift();
  for (let byte = 0; byte < 1024; byte++) {
    for (let place = 0; place < 4; place++) lengths[byte] |= decode(32768) << place;
  }
  for (let code = 0; code < 4; code++) readCode(code << 9, code);

  const nextByte = () => {
    reader.next();
    const { kind, first, second, tag } = reader;
    // Looked up even if nothing repeats: what was never done before is what compilers have to begin anew for.
    const expectedByte = (kind << 8) | bytes[repeated];
    const word = words[expectedByte];
    let left = lengths[expectedByte] * (length > 0 ? 1 : 0);
    const repetition = (CONTEXTS << 8) + ((Math.min(length, 63) << 8) | tag);
    let place$ = 0;
    let node = 0;
    let known = 0;
    let half = 1;
    for (;;) {
      if ((known & 3) === 0) {
        half = 1;
        place$ = ($ << PLACES_BITS) | (mix(contexts[$], node) & ((1 << PLACES_BITS) - 16));
      }
      const set1 = ((first << 3) | Math.min(known, 7)) * INPUTS;
      const set2 = (4096 + ((second << 3) | (length === 0 ? 0 : length < 16 ? 4 : length < 32 ? 5 : 6))) * INPUTS;
      const set3 = (8192 + ((kind << 8) | node)) * INPUTS;
      const expected = (word >> Math.max(left - 1, 0)) & 1;
      const said = oddsBy[ones[repetition] >>> 20] * (left > 0 ? 1 : 0);
      const repeats = expected === 0 ? -said : said;
      const at$ = place$ | half;
      const history$ = seen[at$];
      const one$ = ones[($ << 8) | history$];
      const odds$ = oddsBy[one$ >>> 20];
      let weighed = 0;
      weighed += odds$ * (weights[set1 + $] + weights[set2 + $] + weights[set3 + $]);
      weighed += repeats * (weights[set1 + CONTEXTS] + weights[set2 + CONTEXTS] + weights[set3 + CONTEXTS]);
      weighed += 0.3 * (weights[set1 + CONTEXTS + 1] + weights[set2 + CONTEXTS + 1] + weights[set3 + CONTEXTS + 1]);
      const sum = Math.min(Math.max(weighed, 0.01 - SURE), SURE - 0.01);
      const mixed = fractions[((sum + SURE) * (STEPS / (2 * SURE))) | 0];
      // What came of such a guess in such a place, between two knots.
      const along = Math.min(Math.max(sum, -7.999), 7.999) + 8;
      const beyond = along - (along | 0);
      const knot = ((kind << 8) | node) * KNOTS + (along | 0);
      const low = corrected[knot];
      const high = corrected[knot + 1];
      const chance = ((mixed + (low + (high - low) * beyond)) * 0.5 * 65536) | 0;

      const bit = decode(Math.min(Math.max(chance, 1), 65535));

      const wrong = (bit - mixed) * 0.003;
      const change$ = wrong * odds$;
      weights[set1 + $] += change$;
      weights[set2 + $] += change$;
      weights[set3 + $] += change$;
      const change = wrong * repeats;
      weights[set1 + CONTEXTS] += change;
      weights[set2 + CONTEXTS] += change;
      weights[set3 + CONTEXTS] += change;
      weights[set1 + CONTEXTS + 1] += wrong * 0.3;
      weights[set2 + CONTEXTS + 1] += wrong * 0.3;
      weights[set3 + CONTEXTS + 1] += wrong * 0.3;
      const truth = bit ? 4194303 : 0;
      const counted$ = (one$ >>> 10) + (Math.imul((truth - (one$ >>> 10)) >> 4, rates[one$ & 1023]) >> 9);
      ones[($ << 8) | history$] = (counted$ << 10) | Math.min((one$ & 1023) + 1, PATIENCE);
      seen[at$] = following[(history$ << 1) | bit];
      // Never quite sure: numbers next to nothing are slow.
      const nearly = bit ? 0.9999 : 0.0001;
      corrected[knot] = low + (nearly - low) * (1 - beyond) * 0.03;
      corrected[knot + 1] = high + (nearly - high) * beyond * 0.03;
      if (left > 0) {
        count(repetition, expected === bit ? 1 : 0);
        left = expected === bit ? left - 1 : 0;
        length = expected === bit ? length : 0;
      }
      known++;
      half = ((half << 1) & 15) | bit;
      node = steps[(kind << 9) | (node << 1) | bit];
      if (node > 255) return node & 255;
    }
  };
  const remember = () => {
    if (length > 0) length = bytes[repeated++] === bytes[end - 1] ? length + 1 : 0;
    if (end < 7) return;
    let hash = 0;
    for (let from = end - 7; from < end; from++) hash = mix(hash, bytes[from]);
    const earlier = last[hash >>> 14];
    last[hash >>> 14] = end;
    if (length > 0 || earlier === 0) return;
    let same = 0;
    while (same < 40 && same < earlier && bytes[earlier - 1 - same] === bytes[end - 1 - same]) same++;
    repeated = earlier;
    length = same < 7 ? 0 : same;
  };
  return (more) => {
    for (let until = Math.min(size, end + more); end < until; ) {
      const byte = nextByte();
      bytes[end++] = byte;
      remember();
      reader.read(byte);
    }
    return bytes;
  };
}
