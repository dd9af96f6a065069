// SHA-256 of a text in UTF-8, as 64 hexadecimal digits. Our own, because the browser's stands behind a promise, and not at all
// where a page is served without TLS. Source: FIPS 180-4, sections 4.1.2, 4.2.2, 5.3.3 and 6.2.
const PRIMES = firstPrimes(64);
const K = PRIMES.map((prime) => fraction(Math.cbrt(prime)));
const START = PRIMES.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));

export function sha256(text) {
  const bytes = padded(new TextEncoder().encode(text));
  const state = [...START];
  for (let block = 0; block < bytes.length; block += 64) compress(state, bytes, block);
  return state.map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}

function compress(state, bytes, block) {
  const words = [];
  for (let at = 0; at < 16; at++) words[at] = bytes.slice(block + at * 4, block + at * 4 + 4).reduce((word, byte) => (word << 8) | byte, 0);
  for (let at = 16; at < 64; at++) {
    const [near, far] = [words[at - 2], words[at - 15]];
    words[at] = (words[at - 16] + (turned(far, 7) ^ turned(far, 18) ^ (far >>> 3)) + words[at - 7] + (turned(near, 17) ^ turned(near, 19) ^ (near >>> 10))) | 0;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let at = 0; at < 64; at++) {
    const one = (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) + K[at] + words[at]) | 0;
    const two = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [a, b, c, d, e, f, g, h] = [(one + two) | 0, a, b, c, (d + one) | 0, e, f, g];
  }
  [a, b, c, d, e, f, g, h].forEach((word, at) => (state[at] = (state[at] + word) | 0));
}

function padded(bytes) {
  const length = Math.ceil((bytes.length + 9) / 64) * 64;
  const filled = new Uint8Array(length);
  filled.set(bytes);
  filled[bytes.length] = 0x80;
  new DataView(filled.buffer).setBigUint64(length - 8, BigInt(bytes.length) * 8n);
  return filled;
}

function turned(word, by) {
  return (word >>> by) | (word << (32 - by));
}

// The first 32 bits of what stands behind the point.
function fraction(number) {
  return ((number - Math.floor(number)) * 2 ** 32) | 0;
}

function firstPrimes(many) {
  const found = [];
  for (let number = 2; found.length < many; number++) if (found.every((prime) => number % prime)) found.push(number);
  return found;
}
