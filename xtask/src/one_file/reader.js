// What the next byte is likely to depend on: see `squeeze/reader.rs`, of which this is the same in JavaScript.

const CONTEXTS = 10;
const [HEADER, SECTION, SECTION_SIZE, PLAIN, FUNCTION_COUNT, FUNCTION_SIZE, LOCAL_GROUPS, LOCAL_COUNT, LOCAL_TYPE, OPCODE, IMMEDIATE] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const CODE_SECTION = 10;
const MODULE = 0x0061736d;

/** A hash of two numbers. */
function mix(one, two) {
  const mixed = Math.imul((one ^ Math.imul(two, 0x85ebca6b)) + 0x9e3779b9, 0x2c1b3c6d);
  return mixed ^ (mixed >>> 15);
}

/** A table of 256 numbers from `[number, first, last, first, last …]`. */
function byRanges(...lists) {
  const table = new Uint8Array(256);
  for (const [number, ...ranges] of lists) {
    for (let at = 0; at < ranges.length; at += 2) table.fill(number, ranges[at], ranges[at + 1] + 1);
  }
  return table;
}

const immediatesOf = byRanges(
  [1, 2, 4, 0x0c, 0x0e, 0x10, 0x10, 0x20, 0x26, 0x3f, 0x42, 0xd0, 0xd0, 0xd2, 0xd2, 0xfc, 0xfc],
  [2, 0x11, 0x11, 0x28, 0x3e],
  [20, 0x43, 0x43],
  [24, 0x44, 0x44],
);
const takenBy = byRanges(
  [1, 0x22, 0x22, 0x28, 0x35, 0x40, 0x40, 0x45, 0x45, 0x50, 0x50, 0x67, 0x69, 0x79, 0x7b, 0x8b, 0x91, 0x99, 0x9f, 0xa7, 0xc4, 4, 4, 13, 14, 0x1a, 0x1a, 0x21, 0x21, 0x24, 0x24],
  [2, 0x46, 0x4f, 0x51, 0x66, 0x6a, 0x78, 0x7c, 0x8a, 0x92, 0x98, 0xa0, 0xa6, 0x36, 0x3e],
  [3, 0x1b, 0x1b, 0xfc, 0xfc],
  [64, 0, 0, 2, 3, 5, 5, 11, 12, 15, 17],
);
const leftBy = byRanges([1, 0x10, 0x11, 0x1b, 0x1b, 0x20, 0x20, 0x22, 0x23, 0x28, 0x35, 0x3f, 0x44, 0x45, 0xc4, 0x40, 0x40]);

class Reader {
  // Hashes stand in arrays of whole numbers: as properties they would be boxed at every step.
  contexts = new Int32Array(CONTEXTS);
  // near, far, word, the word before, key, current immediates, instruction, statement
  hashes = new Int32Array(8);
  part = PLAIN;
  inModule = false;
  inQuotes = 0;
  at = 0;
  section = 0;
  sectionEnd = 0;
  functionEnd = 0;
  groups = 0;
  number = new Uint32Array(1);
  numberBytes = 0;
  opcode = 0;
  immediate = 0;
  immediates = 0;
  fixed = 0;
  opcodes = new Int32Array(6);
  last = new Uint32Array(512);
  local = 0;
  localBefore = 0;
  made = new Int32Array(1024);
  followed = new Int32Array(1024);
  values = new Int32Array(64);
  height = 0;
  blocks = new Uint8Array(256);
  depth = 0;
  kind = 0;
  first = 0;
  second = 0;
  tag = 0;

  next() {
    if (this.part >= OPCODE) this.inCode();
    else this.inBytes();
    const contexts = this.contexts;
    for (let index = 0; index < CONTEXTS; index++) contexts[index] = mix(contexts[index], index);
  }

  value(below) {
    return this.height > below ? this.values[(this.height - 1 - below) & 63] : 0;
  }

  inCode() {
    const { contexts, hashes, opcodes, opcode } = this;
    const isOpcode = this.part === OPCODE;
    const bytes = Math.min(this.numberBytes, 3);
    const immediate = Math.min(this.immediate, 3);
    const now = isOpcode ? 1 : mix(hashes[5], (opcode << 8) | (immediate << 4) | bytes);
    const one = mix(now, opcodes[0]);
    const three = mix(mix(one, opcodes[1]), opcodes[2]);
    const local = this.local & 1023;
    const made = this.made[local];
    contexts[0] = now;
    contexts[1] = three;
    contexts[2] = mix(mix(mix(three, opcodes[3]), opcodes[4]), opcodes[5]);
    contexts[3] = mix(now, hashes[6]);
    contexts[4] = mix(mix(mix(now, this.value(0)), this.value(1)), this.height);
    contexts[5] = mix(mix(mix(now, made), opcodes[0]), opcodes[1]);
    contexts[6] = mix(mix(now, this.last[opcode << 1]), isOpcode ? hashes[7] : this.last[(opcode << 1) | 1]);
    contexts[7] = mix(mix(mix(now, this.followed[local]), made), opcodes[0]);
    contexts[8] = mix(mix(now, hashes[7]), this.height);
    contexts[9] = mix(mix(one, this.depth), this.depth > 0 ? this.blocks[(this.depth - 1) & 255] : 0);
    this.kind = isOpcode ? 1 : 2;
    this.first = isOpcode ? opcodes[0] & 255 : 256 + ((opcode * 7 + immediate * 3 + bytes) % 180);
    this.second = isOpcode ? opcodes[1] & 255 : 256 + ((opcode + bytes * 67) % 200);
    this.tag = isOpcode ? 1 : 2 + (opcode % 200);
  }

  inBytes() {
    const { contexts, hashes, inModule } = this;
    const [near, far] = [hashes[0], hashes[1]];
    const part = inModule ? 1 + this.part + (this.section << 4) : 0;
    const word = mix(hashes[2], part);
    const four = mix(part, near);
    contexts[0] = mix(part, near & 0xff);
    contexts[1] = mix(part, near & 0xffff);
    contexts[2] = mix(part, near & 0xffffff);
    contexts[3] = four;
    contexts[4] = mix(four, far & 0xffff);
    contexts[5] = word;
    contexts[6] = mix(word, hashes[3]);
    contexts[7] = inModule ? mix(mix(part, this.at & 3), (near >>> 24) | (near << 24)) : mix(mix(word, this.inQuotes), hashes[4]);
    contexts[8] = part;
    contexts[9] = mix(near & 0xff00, part);
    this.kind = inModule ? 3 : 0;
    this.first = 440 + (inModule ? this.part + (this.section === CODE_SECTION ? 16 : 0) : 40);
    this.second = 460 + this.kind;
    this.tag = inModule ? 220 : 0;
  }

  read(byte) {
    const hashes = this.hashes;
    hashes[1] = (hashes[1] << 8) | (hashes[0] >>> 24);
    hashes[0] = (hashes[0] << 8) | byte;
    this.at++;
    if (hashes[0] === MODULE) {
      this.inModule = true;
      this.part = HEADER;
      this.at = 4;
      this.section = this.sectionEnd = this.functionEnd = 0;
    }
    this.readWord(byte);
    if (this.inModule) this.readPart(byte);
  }

  readWord(byte) {
    const hashes = this.hashes;
    if (byte >= 128 || ((byte | 32) >= 97 && (byte | 32) < 123)) hashes[2] = mix(hashes[2], byte);
    else if (hashes[2] !== 0) {
      hashes[3] = hashes[2];
      hashes[2] = 0;
    }
    if (byte === 0x22) this.inQuotes ^= 1;
    if ((byte === 0x3a && !this.inQuotes) || byte === 0x7b || byte === 0x3b) hashes[4] = hashes[3];
  }

  readPart(byte) {
    const part = this.part;
    if (part === OPCODE) this.readOpcode(byte);
    else if (part === IMMEDIATE) this.readImmediate(byte);
    else if (part === HEADER) {
      if (this.at === 8) this.part = SECTION;
    } else if (part === SECTION) {
      this.section = byte;
      this.part = SECTION_SIZE;
    } else if (part === LOCAL_TYPE) {
      this.groups = (this.groups - 1) | 0;
      this.part = this.groups === 0 ? OPCODE : LOCAL_COUNT;
    } else if (part !== PLAIN && this.readNumber(byte)) {
      this.readCount(this.number[0] | 0);
      this.number[0] = 0;
      if (this.part !== OPCODE) return;
    }
    if (this.section === CODE_SECTION && this.at === this.functionEnd) this.beginFunction();
    if (this.at === this.sectionEnd) this.part = SECTION;
  }

  /** Whether a number ends with this byte. */
  readNumber(byte) {
    if (this.numberBytes < 5) this.number[0] |= (byte & 127) << (7 * this.numberBytes);
    this.numberBytes++;
    if (byte > 127) return false;
    this.numberBytes = 0;
    return true;
  }

  readCount(number) {
    if (this.part === SECTION_SIZE) {
      this.sectionEnd = (this.at + number) | 0;
      this.part = this.section === CODE_SECTION ? FUNCTION_COUNT : PLAIN;
    } else if (this.part === FUNCTION_SIZE) {
      this.functionEnd = (this.at + number) | 0;
      this.part = LOCAL_GROUPS;
    } else if (this.part === LOCAL_GROUPS) {
      this.groups = number;
      this.part = number === 0 ? OPCODE : LOCAL_COUNT;
    } else this.part = this.part === LOCAL_COUNT ? LOCAL_TYPE : FUNCTION_SIZE;
  }

  beginFunction() {
    this.part = FUNCTION_SIZE;
    this.number[0] = this.numberBytes = this.height = this.depth = 0;
    this.hashes.fill(0, 5);
    this.opcodes.fill(0);
    this.made.fill(0);
    this.followed.fill(0);
  }

  readOpcode(byte) {
    const immediates = immediatesOf[byte];
    this.opcode = byte;
    this.hashes[5] = this.immediate = 0;
    this.immediates = immediates > 16 ? 0 : immediates;
    this.fixed = immediates > 16 ? immediates - 16 : 0;
    if (immediates === 0) this.endInstruction();
    else this.part = IMMEDIATE;
  }

  readImmediate(byte) {
    const { hashes, opcode } = this;
    hashes[5] = mix(hashes[5], byte + 1);
    if (this.fixed > 0) {
      this.numberBytes++;
      if (--this.fixed === 0) this.endInstruction();
      return;
    }
    if (!this.readNumber(byte)) return;
    const number = this.number[0];
    this.number[0] = 0;
    if (this.immediate === 0 && opcode === 0x0e) this.immediates = (number + 2) & 255;
    else if (this.immediate === 0 && opcode === 0xfc) this.immediates = number < 8 ? 1 : number < 15 && !(number & 1) ? 3 : 2;
    if (++this.immediate !== this.immediates) return;
    this.last[(opcode << 1) | 1] = this.last[opcode << 1];
    this.last[opcode << 1] = number;
    if (opcode === 0x20) {
      this.localBefore = this.local;
      this.local = number & 1023;
    }
    this.endInstruction();
  }

  endInstruction() {
    const { opcode, opcodes, hashes } = this;
    hashes[6] = mix(hashes[5], opcode);
    this.followLocals();
    opcodes.copyWithin(1, 0, 5);
    opcodes[0] = opcode | 256;
    this.changeStack();
    if (opcode >= 2 && opcode <= 4) this.blocks[this.depth++ & 255] = opcode;
    else if (opcode === 5 && this.depth > 0) this.blocks[(this.depth - 1) & 255] = opcode;
    else if (opcode === 0x0b && this.depth > 0) this.depth--;
    hashes[5] = this.numberBytes = 0;
    this.part = OPCODE;
  }

  followLocals() {
    const { opcode, opcodes, last } = this;
    if (opcodes[0] === 0x120) this.followed[opcode === 0x20 ? this.localBefore : this.local] = this.hashes[6];
    else if (opcodes[0] === 0x122) this.followed[last[0x44 + (opcode === 0x22 ? 1 : 0)] & 1023] = this.hashes[6];
    if (opcode === 0x21 || opcode === 0x22) this.made[last[opcode << 1] & 1023] = opcodes[0];
  }

  changeStack() {
    const opcode = this.opcode;
    this.height = Math.max(0, this.height - takenBy[opcode]);
    if (leftBy[opcode]) {
      this.values[this.height & 63] = opcode === 0x20 || opcode === 0x22 ? this.hashes[6] : opcode | 256;
      this.height++;
    }
    if (this.height === 0) this.hashes[7] = this.hashes[6];
  }
}
