//! What the next byte is likely to depend on. It reads text by letters and words, and WebAssembly by instructions.
//!
//! Only a guess hangs on it: of bytes that are neither, or that break off in the middle, every one still comes back.

/// Contexts of each byte.
pub const CONTEXTS: usize = 10;

const TEXT: usize = 0;
const OPCODE: usize = 1;
const IMMEDIATE: usize = 2;
const OTHER: usize = 3;
/// Kinds of bytes, each with a code of its own.
pub const KINDS: usize = 4;

const CODE_SECTION: u32 = 10;
/// The first bytes of a module.
const MODULE: u32 = 0x0061_736d;
const LOCALS: usize = 1 << 10;
const VALUES: usize = 64;
const BLOCKS: usize = 256;

/// What is known before a byte is.
#[derive(Clone, Default)]
pub struct Outlook {
    /// Hashes of what may have been there before.
    pub contexts: [u32; CONTEXTS],
    /// Text, opcode, immediate or other: below 8.
    pub kind: usize,
    /// Below 512, both.
    pub first: usize,
    pub second: usize,
    /// Below 256: for repetitions.
    pub tag: usize,
}

/// What a byte of a module is.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    Header,
    Section,
    SectionSize,
    Plain,
    FunctionCount,
    FunctionSize,
    LocalGroups,
    LocalCount,
    LocalType,
    Opcode,
    Immediate,
}

/// What was read so far.
pub struct Reader {
    part: Part,
    in_module: bool,
    /// The last bytes, the latest lowest.
    near: u32,
    far: u32,
    word: u32,
    word_before: u32,
    key: u32,
    in_quotes: bool,
    at: u32,
    section: u32,
    section_end: u32,
    function_end: u32,
    groups: u32,
    number: u32,
    number_bytes: u32,
    opcode: u32,
    immediate: u32,
    immediates: u32,
    fixed: u32,
    /// Hash of the immediates of this instruction.
    current: u32,
    /// The last opcodes and whole instructions, the latest first.
    opcodes: [u32; 6],
    instruction: u32,
    /// Of each opcode, its last two immediates.
    last: [[u32; 2]; 256],
    local: u32,
    local_before: u32,
    /// Of each local, what made its value and what followed when it was read.
    made: [u32; LOCALS],
    followed: [u32; LOCALS],
    /// What made each value on the stack.
    values: [u32; VALUES],
    height: usize,
    statement: u32,
    blocks: [u32; BLOCKS],
    depth: usize,
}

/// A hash of two numbers.
pub fn mix(one: u32, two: u32) -> u32 {
    let mixed = (one ^ two.wrapping_mul(0x85eb_ca6b)).wrapping_add(0x9e37_79b9).wrapping_mul(0x2c1b_3c6d);
    mixed ^ mixed >> 15
}

impl Default for Reader {
    fn default() -> Reader {
        Reader {
            part: Part::Plain,
            in_module: false,
            near: 0,
            far: 0,
            word: 0,
            word_before: 0,
            key: 0,
            in_quotes: false,
            at: 0,
            section: 0,
            section_end: 0,
            function_end: 0,
            groups: 0,
            number: 0,
            number_bytes: 0,
            opcode: 0,
            immediate: 0,
            immediates: 0,
            fixed: 0,
            current: 0,
            opcodes: [0; 6],
            instruction: 0,
            last: [[0; 2]; 256],
            local: 0,
            local_before: 0,
            made: [0; LOCALS],
            followed: [0; LOCALS],
            values: [0; VALUES],
            height: 0,
            statement: 0,
            blocks: [0; BLOCKS],
            depth: 0,
        }
    }
}

/// How many immediates an opcode has that are numbers, or, after 16, how many bytes.
fn immediates(opcode: u32) -> u32 {
    match opcode {
        2..=4 | 0x0c | 0x0d | 0x0e | 0x10 | 0x20..=0x26 | 0x3f..=0x42 | 0xd0 | 0xd2 | 0xfc => 1,
        0x11 | 0x28..=0x3e => 2,
        0x43 => 16 + 4,
        0x44 => 16 + 8,
        _ => 0,
    }
}

/// How many values an opcode takes from the stack, and whether it leaves one. Calls and ends of blocks are taken to empty it.
fn effect(opcode: u32) -> (usize, bool) {
    match opcode {
        0x20 | 0x23 | 0x3f | 0x41..=0x44 => (0, true),
        0x22
        | 0x28..=0x35
        | 0x40
        | 0x45
        | 0x50
        | 0x67..=0x69
        | 0x79..=0x7b
        | 0x8b..=0x91
        | 0x99..=0x9f
        | 0xa7..=0xc4 => (1, true),
        0x46..=0x4f | 0x51..=0x66 | 0x6a..=0x78 | 0x7c..=0x8a | 0x92..=0x98 | 0xa0..=0xa6 => (2, true),
        0x1b => (3, true),
        0x04 | 0x0d | 0x0e | 0x1a | 0x21 | 0x24 => (1, false),
        0x36..=0x3e => (2, false),
        0xfc => (3, false),
        0x10 | 0x11 => (VALUES, true),
        0x00 | 0x02 | 0x03 | 0x05 | 0x0b | 0x0c | 0x0f => (VALUES, false),
        _ => (0, false),
    }
}

impl Reader {
    /// What the next byte is likely to depend on.
    pub fn next(&self) -> Outlook {
        let mut outlook = match self.part {
            Part::Opcode | Part::Immediate => self.in_code(),
            _ => self.in_bytes(),
        };
        for (index, context) in outlook.contexts.iter_mut().enumerate() {
            *context = mix(*context, index as u32);
        }
        outlook
    }

    fn value(&self, below: usize) -> u32 {
        if self.height > below { self.values[(self.height - 1 - below) % VALUES] } else { 0 }
    }

    fn in_code(&self) -> Outlook {
        let is_opcode = self.part == Part::Opcode;
        let opcodes = &self.opcodes;
        let bytes = self.number_bytes.min(3);
        let now = if is_opcode { 1 } else { mix(self.current, self.opcode << 8 | self.immediate.min(3) << 4 | bytes) };
        let one = mix(now, opcodes[0]);
        let three = mix(mix(one, opcodes[1]), opcodes[2]);
        let [same, same_before] = self.last[self.opcode as usize];
        let local = self.local as usize % LOCALS;
        let made = self.made[local];
        let opcode = self.opcode as usize;
        Outlook {
            contexts: [
                now,
                three,
                mix(mix(mix(three, opcodes[3]), opcodes[4]), opcodes[5]),
                mix(now, self.instruction),
                mix(mix(mix(now, self.value(0)), self.value(1)), self.height as u32),
                mix(mix(mix(now, made), opcodes[0]), opcodes[1]),
                mix(mix(now, same), if is_opcode { self.statement } else { same_before }),
                mix(mix(mix(now, self.followed[local]), made), opcodes[0]),
                mix(mix(now, self.statement), self.height as u32),
                mix(
                    mix(one, self.depth as u32),
                    if self.depth > 0 { self.blocks[(self.depth - 1) % BLOCKS] } else { 0 },
                ),
            ],
            kind: if is_opcode { OPCODE } else { IMMEDIATE },
            first: if is_opcode {
                opcodes[0] as usize & 255
            } else {
                256 + (opcode * 7 + self.immediate.min(3) as usize * 3 + bytes as usize) % 180
            },
            second: if is_opcode { opcodes[1] as usize & 255 } else { 256 + (opcode + bytes as usize * 67) % 200 },
            tag: if is_opcode { 1 } else { 2 + opcode % 200 },
        }
    }

    fn in_bytes(&self) -> Outlook {
        let (near, far) = (self.near, self.far);
        let part = if self.in_module { 1 + self.part as u32 + (self.section << 4) } else { 0 };
        let four = mix(part, near);
        let word = mix(self.word, part);
        // Tables of numbers have columns.
        let (kind, other) = if self.in_module {
            (OTHER, mix(mix(part, self.at & 3), near >> 24 | near << 24))
        } else {
            (TEXT, mix(mix(word, u32::from(self.in_quotes)), self.key))
        };
        Outlook {
            contexts: [
                mix(part, near & 0xff),
                mix(part, near & 0xffff),
                mix(part, near & 0xff_ffff),
                four,
                mix(four, far & 0xffff),
                word,
                mix(word, self.word_before),
                other,
                part,
                mix(near & 0xff00, part),
            ],
            kind,
            first: 440
                + if self.in_module { self.part as usize + 16 * usize::from(self.section == CODE_SECTION) } else { 40 },
            second: 460 + kind,
            tag: if self.in_module { 220 } else { 0 },
        }
    }

    /// Goes on by a byte.
    pub fn read(&mut self, byte: u8) {
        let byte = u32::from(byte);
        self.far = self.far << 8 | self.near >> 24;
        self.near = self.near << 8 | byte;
        self.at = self.at.wrapping_add(1);
        if self.near == MODULE {
            (self.in_module, self.part, self.at) = (true, Part::Header, 4);
            (self.section, self.section_end, self.function_end) = (0, 0, 0);
        }
        self.read_word(byte);
        if self.in_module {
            self.read_part(byte);
        }
    }

    fn read_word(&mut self, byte: u32) {
        if byte >= 128 || (byte | 32).wrapping_sub(97) < 26 {
            self.word = mix(self.word, byte);
        } else if self.word != 0 {
            (self.word_before, self.word) = (self.word, 0);
        }
        self.in_quotes ^= byte == 0x22;
        // A name before a colon, a rule before its brace.
        if byte == 0x3a && !self.in_quotes || byte == 0x7b || byte == 0x3b {
            self.key = self.word_before;
        }
    }

    fn read_part(&mut self, byte: u32) {
        match self.part {
            Part::Header if self.at == 8 => self.part = Part::Section,
            Part::Header | Part::Plain => {}
            Part::Section => (self.section, self.part) = (byte, Part::SectionSize),
            Part::LocalType => {
                self.groups = self.groups.wrapping_sub(1);
                self.part = if self.groups == 0 { Part::Opcode } else { Part::LocalCount };
            }
            Part::Opcode => self.read_opcode(byte),
            Part::Immediate => self.read_immediate(byte),
            _ => {
                if let Some(number) = self.read_number(byte) {
                    self.read_count(number);
                    if self.part != Part::Opcode {
                        return;
                    }
                }
            }
        }
        if self.section == CODE_SECTION && self.at == self.function_end {
            self.begin_function();
        }
        if self.at == self.section_end {
            self.part = Part::Section;
        }
    }

    /// The number that ends with this byte.
    fn read_number(&mut self, byte: u32) -> Option<u32> {
        if self.number_bytes < 5 {
            self.number |= (byte & 127) << (7 * self.number_bytes);
        }
        self.number_bytes += 1;
        if byte > 127 {
            return None;
        }
        let number = self.number;
        (self.number, self.number_bytes) = (0, 0);
        Some(number)
    }

    fn read_count(&mut self, number: u32) {
        self.part = match self.part {
            Part::SectionSize => {
                self.section_end = self.at.wrapping_add(number);
                if self.section == CODE_SECTION { Part::FunctionCount } else { Part::Plain }
            }
            Part::FunctionSize => {
                self.function_end = self.at.wrapping_add(number);
                Part::LocalGroups
            }
            Part::LocalGroups => {
                self.groups = number;
                if number == 0 { Part::Opcode } else { Part::LocalCount }
            }
            Part::LocalCount => Part::LocalType,
            _ => Part::FunctionSize,
        };
    }

    fn begin_function(&mut self) {
        self.part = Part::FunctionSize;
        (self.number, self.number_bytes, self.current) = (0, 0, 0);
        self.opcodes.fill(0);
        (self.instruction, self.statement) = (0, 0);
        self.made.fill(0);
        self.followed.fill(0);
        (self.height, self.depth) = (0, 0);
    }

    fn read_opcode(&mut self, byte: u32) {
        (self.opcode, self.current, self.immediate) = (byte, 0, 0);
        (self.immediates, self.fixed) = (immediates(byte) & 15, 0);
        if immediates(byte) > 16 {
            (self.immediates, self.fixed) = (0, immediates(byte) - 16);
        }
        if immediates(byte) == 0 { self.end_instruction() } else { self.part = Part::Immediate }
    }

    fn read_immediate(&mut self, byte: u32) {
        self.current = mix(self.current, byte + 1);
        if self.fixed > 0 {
            self.fixed -= 1;
            self.number_bytes += 1;
            if self.fixed == 0 {
                self.end_instruction();
            }
            return;
        }
        let Some(number) = self.read_number(byte) else { return };
        if self.immediate == 0 && self.opcode == 0x0e {
            self.immediates = number.wrapping_add(2) & 255;
        } else if self.immediate == 0 && self.opcode == 0xfc {
            // Conversions, copies and the like, fills and the like.
            self.immediates = if number < 8 {
                1
            } else if number < 15 && number & 1 == 0 {
                3
            } else {
                2
            };
        }
        self.immediate += 1;
        if self.immediate == self.immediates {
            let last = &mut self.last[self.opcode as usize];
            *last = [number, last[0]];
            if self.opcode == 0x20 {
                (self.local_before, self.local) = (self.local, number);
            }
            self.end_instruction();
        }
    }

    fn end_instruction(&mut self) {
        let opcode = self.opcode;
        self.instruction = mix(self.current, opcode);
        self.follow_locals();
        self.opcodes.copy_within(0..5, 1);
        self.opcodes[0] = opcode | 256;
        self.change_stack();
        match opcode {
            2..=4 => {
                self.blocks[self.depth % BLOCKS] = opcode;
                self.depth += 1;
            }
            5 if self.depth > 0 => self.blocks[(self.depth - 1) % BLOCKS] = opcode,
            0x0b => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        (self.current, self.number_bytes, self.part) = (0, 0, Part::Opcode);
    }

    /// What is known of the local that was read or written before, and of the one that is written now.
    fn follow_locals(&mut self) {
        let [_, tee] = [0x20, 0x22];
        if self.opcodes[0] == 0x120 {
            let local = if self.opcode == 0x20 { self.local_before } else { self.local };
            self.followed[local as usize % LOCALS] = self.instruction;
        } else if self.opcodes[0] == tee | 256 {
            let at = usize::from(self.opcode == tee);
            self.followed[self.last[tee as usize][at] as usize % LOCALS] = self.instruction;
        }
        if self.opcode == 0x21 || self.opcode == tee {
            self.made[self.last[self.opcode as usize][0] as usize % LOCALS] = self.opcodes[0];
        }
    }

    fn change_stack(&mut self) {
        let (taken, left) = effect(self.opcode);
        self.height = self.height.saturating_sub(taken);
        if left {
            let is_local = self.opcode == 0x20 || self.opcode == 0x22;
            self.values[self.height % VALUES] = if is_local { self.instruction } else { self.opcode | 256 };
            self.height += 1;
        }
        if self.height == 0 {
            self.statement = self.instruction;
        }
    }
}
