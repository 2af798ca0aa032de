// The reverse of `squeeze.rs`: the same guesses in the same arithmetic, which is why the same bits come out.

const [PLACES_BITS, STEPS, SURE, KNOTS, DIGITS, PATIENCE] = [22, 4096, 12, 33, 63324, 480];
const INPUTS = CONTEXTS + 3;

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
  const odds = new Float64Array(STEPS + 1);
  let sum = 0;
  for (let step = STEPS / 2; step < STEPS; step++) {
    const fraction = (step + 0.5) / STEPS;
    const slope = 1 / (fraction * (1 - fraction)) / STEPS;
    odds[step] = sum + slope * 0.5;
    odds[STEPS - 1 - step] = -odds[step];
    sum += slope;
  }
  odds[STEPS] = odds[STEPS - 1];
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

/** So many bytes from this text. */
function unsqueeze(text, size) {
  const [fractions, oddsBy, following, reader] = [fractionsOf(), oddsOf(), histories(), new Reader()];
  const contexts = reader.contexts;
  const bytes = new Uint8Array(size);
  const seen = new Uint8Array(CONTEXTS << PLACES_BITS);
  const ones = new Float32Array(CONTEXTS * 256).fill(0.5);
  const times = new Uint16Array(CONTEXTS * 256);
  const rates = Float64Array.from({ length: PATIENCE + 1 }, (_, count) => 1 / (count + 1.5));
  const weights = new Float32Array(10240 * INPUTS);
  for (let at = 0; at < weights.length; at++) weights[at] = at % INPUTS < CONTEXTS ? 0.08 : 0;
  const corrected = new Float32Array(65536 * KNOTS);
  for (let knot = 0; knot < KNOTS; knot++) corrected[knot] = fractions[Math.min(((knot * STEPS * 2 / 3 / (KNOTS - 1)) | 0), STEPS)];
  const last = [new Uint32Array(1 << 18), new Uint32Array(1 << 18)];
  const [repeated, length] = [new Int32Array(2), new Int32Array(2)];
  const trust = Float32Array.from({ length: 2 << 14 }, (_, at) => 1 - 0.5 / (((at >> 8) & 63) + 1.5));
  const [places, entries, trusted] = [new Int32Array(CONTEXTS), new Int32Array(CONTEXTS), new Int32Array(2)];
  const inputs = new Float64Array(INPUTS);
  inputs[INPUTS - 1] = 0.3;

  for (let knot = 0; knot < KNOTS; knot++) corrected[knot] = fractions[Math.min(Math.trunc((knot * STEPS * 2) / 3 / (KNOTS - 1)) + Math.trunc(STEPS / 6), STEPS - 1)];
  for (let filled = KNOTS; filled < corrected.length; filled *= 2) corrected.copyWithin(filled, 0, filled);

  let [code, range, at] = [0, 1, 0];
  while (at < 3) {
    code = code * DIGITS + digitOf(text.charCodeAt(at++));
    range *= DIGITS;
  }
  for (let end = 0; end < size; ) {
    reader.next();
    const { kind, first, second, tag, place: about } = reader;
    let bits = 1;
    for (let known = 0; known < 8; known++) {
      if ((known & 3) === 0) {
        for (let index = 0; index < CONTEXTS; index++) {
          places[index] = (index << PLACES_BITS) | (mix(contexts[index], bits) & ((1 << PLACES_BITS) - 16));
        }
      }
      const half = known < 4 ? bits : (1 << (known - 4)) | (bits & ((1 << (known - 4)) - 1));
      // What repetitions say, as long as they go on.
      for (let which = 0; which < 2; which++) {
        inputs[CONTEXTS + which] = 0;
        trusted[which] = -1;
        if (length[which] === 0) continue;
        const expected = bytes[repeated[which]] | 256;
        if (expected >> (8 - known) !== bits) {
          length[which] = 0;
          continue;
        }
        const entry = (((which << 6) | Math.min(length[which], 63)) << 8) | tag;
        const odds = oddsBy[(trust[entry] * STEPS) | 0];
        inputs[CONTEXTS + which] = (expected >> (7 - known)) & 1 ? odds : -odds;
        trusted[which] = entry;
      }
      const repeat = length[1] === 0 ? 0 : length[1] < 16 ? 4 : length[1] < 32 ? 5 : 6;
      const set1 = ((first << 3) | known) * INPUTS;
      const set2 = (4096 + ((second << 3) | repeat)) * INPUTS;
      const set3 = (8192 + ((kind << 8) | bits)) * INPUTS;
      let sum = 0;
      for (let index = 0; index < CONTEXTS; index++) {
        const place = (places[index] & ~15) | half;
        places[index] = place;
        const entry = (index << 8) | seen[place];
        entries[index] = entry;
        const odds = oddsBy[(ones[entry] * STEPS) | 0];
        inputs[index] = odds;
        sum += odds * (weights[set1 + index] + weights[set2 + index] + weights[set3 + index]);
      }
      for (let index = CONTEXTS; index < INPUTS; index++) {
        sum += inputs[index] * (weights[set1 + index] + weights[set2 + index] + weights[set3 + index]);
      }
      sum = Math.min(Math.max(sum, 0.01 - SURE), SURE - 0.01);
      const mixed = fractions[((sum + SURE) * (STEPS / (2 * SURE))) | 0];
      // What came of such a guess in such a place, between two knots.
      const along = (Math.min(Math.max(sum, -7.999), 7.999) + 8) * 2;
      const beyond = along - (along | 0);
      const knot = ((about << 8) | bits) * KNOTS + (along | 0);
      const low = corrected[knot];
      const high = corrected[knot + 1];
      const chance = ((mixed + (low + (high - low) * beyond)) * 0.5 * 65536) | 0;

      const bound = Math.floor(range / 65536) * Math.min(Math.max(chance, 1), 65535);
      let bit = 0;
      if (code < bound) {
        bit = 1;
        range = bound;
      } else {
        code -= bound;
        range -= bound;
      }
      while (range < DIGITS * DIGITS) {
        code = code * DIGITS + (at < text.length ? digitOf(text.charCodeAt(at++)) : 0);
        range *= DIGITS;
      }

      // Never quite sure: numbers next to nothing are slow.
      const nearly = bit ? 0.9999 : 0.0001;
      const wrong = (bit - mixed) * 0.002;
      for (let index = 0; index < INPUTS; index++) {
        const change = wrong * inputs[index];
        weights[set1 + index] += change;
        weights[set2 + index] += change;
        weights[set3 + index] += change;
      }
      for (let index = 0; index < CONTEXTS; index++) {
        const entry = entries[index];
        const count = times[entry];
        ones[entry] += (nearly - ones[entry]) * rates[count];
        if (count < PATIENCE) times[entry] = count + 1;
        seen[places[index]] = following[((entry & 255) << 1) | bit];
      }
      corrected[knot] = low + (nearly - low) * (1 - beyond) * 0.03;
      corrected[knot + 1] = high + (nearly - high) * beyond * 0.03;
      for (let which = 0; which < 2; which++) {
        const entry = trusted[which];
        if (entry >= 0) trust[entry] += ((inputs[CONTEXTS + which] >= 0 === (bit === 1) ? 1 : 0) - trust[entry]) * 0.02;
      }
      bits = (bits << 1) | bit;
    }
    const byte = bits & 255;
    bytes[end++] = byte;
    for (let which = 0; which < 2; which++) {
      const least = which ? 12 : 5;
      if (length[which] > 0) {
        length[which] = bytes[repeated[which]] === byte ? length[which] + 1 : 0;
        repeated[which]++;
      }
      if (end < least) continue;
      let hash = 0;
      for (let from = end - least; from < end; from++) hash = mix(hash, bytes[from]);
      const earlier = last[which][hash >>> 14];
      last[which][hash >>> 14] = end;
      if (length[which] > 0 || earlier === 0) continue;
      let same = 0;
      while (same < 40 && same < earlier && bytes[earlier - 1 - same] === bytes[end - 1 - same]) same++;
      repeated[which] = earlier;
      length[which] = same < least ? 0 : same;
    }
    reader.read(byte);
  }
  return bytes;
}
