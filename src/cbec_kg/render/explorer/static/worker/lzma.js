// Unpacks LZMA, which browsers do not know by themselves and which is a third shorter than gzip for the engine and its graph. After
// the LZMA SDK's specification; literal context 3 bits, no position bits. Runs in a worker, before the other scripts there.
/* exported unlzma */
const LITERAL_BITS = 3;
const STATES = 12;
const HALF = 1024;

// packed: four bytes of the size, little-endian, then raw LZMA. Returns the bytes.
function unlzma(packed) {
  const size = new DataView(packed.buffer, packed.byteOffset).getUint32(0, true);
  const out = new Uint8Array(size);
  const probabilities = (count) => new Uint16Array(count).fill(HALF);
  const literal = probabilities(0x300 << LITERAL_BITS);
  const [isMatch, isRep, isRep0, isRep1, isRep2, isRep0Long] = Array.from({ length: 6 }, () => probabilities(STATES));
  const slots = Array.from({ length: 4 }, () => probabilities(64));
  const special = probabilities(115);
  const align = probabilities(16);
  const lengths = () => ({ choice: probabilities(2), low: probabilities(8), middle: probabilities(8), high: probabilities(256) });
  const [matchLength, repLength] = [lengths(), lengths()];

  let at = 9;
  let range = 0xffffffff;
  let code = new DataView(packed.buffer, packed.byteOffset).getUint32(5, false);

  function bit(table, place) {
    const probability = table[place];
    const bound = (range >>> 11) * probability;
    let found;
    if (code >>> 0 < bound) {
      range = bound;
      table[place] = probability + ((2048 - probability) >> 5);
      found = 0;
    } else {
      range -= bound;
      code -= bound;
      table[place] = probability - (probability >> 5);
      found = 1;
    }
    if (range < 0x1000000) {
      range = (range << 8) >>> 0;
      code = ((code << 8) | packed[at++]) >>> 0;
    }
    return found;
  }

  function direct(count) {
    let value = 0;
    for (; count > 0; count--) {
      range >>>= 1;
      const high = code >= range ? 1 : 0;
      if (high) code -= range;
      value = ((value << 1) | high) >>> 0;
      if (range < 0x1000000) {
        range = (range << 8) >>> 0;
        code = ((code << 8) | packed[at++]) >>> 0;
      }
    }
    return value;
  }

  function tree(table, bits, start = 0) {
    let value = 1;
    for (let count = bits; count > 0; count--) value = (value << 1) | bit(table, start + value);
    return value - (1 << bits);
  }

  function reversed(table, bits, start = 0) {
    let value = 1;
    let found = 0;
    for (let number = 0; number < bits; number++) {
      const one = bit(table, start + value);
      value = (value << 1) | one;
      found |= one << number;
    }
    return found;
  }

  function lengthOf({ choice, low, middle, high }) {
    if (!bit(choice, 0)) return 2 + tree(low, 3);
    return bit(choice, 1) ? 18 + tree(high, 8) : 10 + tree(middle, 3);
  }

  function distanceFor(length) {
    const slot = tree(slots[Math.min(length - 2, 3)], 6);
    if (slot < 4) return slot;
    const bits = (slot >> 1) - 1;
    const start = ((2 | (slot & 1)) << bits) >>> 0;
    if (slot < 14) return start + reversed(special, bits, start - slot);
    return (start + direct(bits - 4) * 16 + reversed(align, 4)) >>> 0;
  }

  let [place, state, rep0, rep1, rep2, rep3] = [0, 0, 0, 0, 0, 0];
  while (place < size) {
    if (!bit(isMatch, state)) {
      const start = 0x300 * ((place ? out[place - 1] : 0) >> (8 - LITERAL_BITS));
      let symbol = 1;
      if (state >= 7) {
        let match = out[place - rep0 - 1];
        do {
          const wanted = (match >> 7) & 1;
          match <<= 1;
          const one = bit(literal, start + ((1 + wanted) << 8) + symbol);
          symbol = (symbol << 1) | one;
          if (wanted !== one) break;
        } while (symbol < 0x100);
      }
      while (symbol < 0x100) symbol = (symbol << 1) | bit(literal, start + symbol);
      out[place++] = symbol;
      state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
      continue;
    }
    let length;
    if (!bit(isRep, state)) {
      [rep3, rep2, rep1] = [rep2, rep1, rep0];
      length = lengthOf(matchLength);
      rep0 = distanceFor(length);
      state = state < 7 ? 7 : 10;
    } else if (!bit(isRep0, state)) {
      if (!bit(isRep0Long, state)) {
        state = state < 7 ? 9 : 11;
        out[place] = out[place - rep0 - 1];
        place += 1;
        continue;
      }
      length = lengthOf(repLength);
      state = state < 7 ? 8 : 11;
    } else {
      if (!bit(isRep1, state)) [rep0, rep1] = [rep1, rep0];
      else if (!bit(isRep2, state)) [rep0, rep1, rep2] = [rep2, rep0, rep1];
      else [rep0, rep1, rep2, rep3] = [rep3, rep0, rep1, rep2];
      length = lengthOf(repLength);
      state = state < 7 ? 8 : 11;
    }
    if (rep0 >= place) throw new Error("a parcel of this page is damaged");
    for (const end = Math.min(size, place + length); place < end; place++) out[place] = out[place - rep0 - 1];
  }
  return out;
}
