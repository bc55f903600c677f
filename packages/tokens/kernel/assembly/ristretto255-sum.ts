/**
 * Decodes elements of ristretto255 and adds up many multiples of them. AssemblyScript; see kernel/README.md.
 *
 * Claim: nothing secret comes here. Which steps are taken depends on scalars and elements, which is faster and would
 * give a secret away by time; the caller passes only what both parties of a proof know: elements as they were sent and
 * the weights hashed from them.
 *
 * Field elements (2^255 - 19) are ten limbs of 26 and 25 bits in turn, 32-bit signed, and two that stay zero: 48 bytes.
 */

const FIELD: usize = 48;
/** Extended coordinates X, Y, Z, T of the twisted Edwards curve. */
const POINT: usize = 4 * FIELD;
/** A decoded element as it is added: y + x, y - x, 2 d x y, with Z = 1. */
const ADDEND: usize = 3 * FIELD;

const MASK26: i64 = 0x3ffffff;
const MASK25: i64 = 0x1ffffff;

/** RFC 9496 section 4.1: D, twice D, SQRT_M1 and INVSQRT_A_MINUS_D. */
const D = memory.data<i32>([56195235, 13857412, 51736253, 6949390, 114729, 24766616, 60832955, 30306712, 48412415, 21499315, 0, 0]);
const TWICE_D = memory.data<i32>([45281625, 27714825, 36363642, 13898781, 229458, 15978800, 54557047, 27058993, 29715967, 9444199, 0, 0]);
const SQRT_M1 = memory.data<i32>([34513072, 25610706, 9377949, 3500415, 12389472, 33281959, 41962654, 31548777, 326685, 11406482, 0, 0]);
const INVSQRT_A_MINUS_D = memory.data<i32>([6111466, 4156064, 39310137, 12243467, 41204824, 120896, 20826367, 26493656, 6093567, 31568420, 0, 0]);
const ONE = memory.data<i32>([1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);

/** Scratch of one function at a time each. */
const R: usize = memory.data(16 * 48, 16);
const S: usize = memory.data(8 * 48, 16);
const P: usize = memory.data(12 * 48, 16);
const BYTES: usize = memory.data(32, 8);
const SUM: usize = memory.data(192, 16);
const RUNNING: usize = memory.data(192, 16);
const TOTAL: usize = memory.data(192, 16);

@inline
function limb(at: usize, index: usize): i64 {
  return <i64>load<i32>(at + (index << 2));
}

/** Brings ten sums back to limbs and stores them: each carry is rounded, so limbs may be negative. */
@inline
function settle(
  to: usize, h0: i64, h1: i64, h2: i64, h3: i64, h4: i64, h5: i64, h6: i64, h7: i64, h8: i64, h9: i64,
): void {
  let c: i64;
  c = (h0 + (1 << 25)) >> 26; h1 += c; h0 -= c << 26;
  c = (h4 + (1 << 25)) >> 26; h5 += c; h4 -= c << 26;
  c = (h1 + (1 << 24)) >> 25; h2 += c; h1 -= c << 25;
  c = (h5 + (1 << 24)) >> 25; h6 += c; h5 -= c << 25;
  c = (h2 + (1 << 25)) >> 26; h3 += c; h2 -= c << 26;
  c = (h6 + (1 << 25)) >> 26; h7 += c; h6 -= c << 26;
  c = (h3 + (1 << 24)) >> 25; h4 += c; h3 -= c << 25;
  c = (h7 + (1 << 24)) >> 25; h8 += c; h7 -= c << 25;
  c = (h4 + (1 << 25)) >> 26; h5 += c; h4 -= c << 26;
  c = (h8 + (1 << 25)) >> 26; h9 += c; h8 -= c << 26;
  c = (h9 + (1 << 24)) >> 25; h0 += c * 19; h9 -= c << 25;
  c = (h0 + (1 << 25)) >> 26; h1 += c; h0 -= c << 26;
  store<i32>(to, <i32>h0);
  store<i32>(to, <i32>h1, 4);
  store<i32>(to, <i32>h2, 8);
  store<i32>(to, <i32>h3, 12);
  store<i32>(to, <i32>h4, 16);
  store<i32>(to, <i32>h5, 20);
  store<i32>(to, <i32>h6, 24);
  store<i32>(to, <i32>h7, 28);
  store<i32>(to, <i32>h8, 32);
  store<i32>(to, <i32>h9, 36);
}

/** d: doubled, q: taken four times, w: times 19, as 2^255 = 19. */
function multiply(to: usize, f: usize, g: usize): void {
  const f0 = limb(f, 0);
  const f1 = limb(f, 1);
  const f2 = limb(f, 2);
  const f3 = limb(f, 3);
  const f4 = limb(f, 4);
  const f5 = limb(f, 5);
  const f6 = limb(f, 6);
  const f7 = limb(f, 7);
  const f8 = limb(f, 8);
  const f9 = limb(f, 9);
  const g0 = limb(g, 0);
  const g1 = limb(g, 1);
  const g2 = limb(g, 2);
  const g3 = limb(g, 3);
  const g4 = limb(g, 4);
  const g5 = limb(g, 5);
  const g6 = limb(g, 6);
  const g7 = limb(g, 7);
  const g8 = limb(g, 8);
  const g9 = limb(g, 9);
  const f1d = f1 << 1;
  const f3d = f3 << 1;
  const f5d = f5 << 1;
  const f7d = f7 << 1;
  const f9d = f9 << 1;
  const g1w = g1 * 19;
  const g2w = g2 * 19;
  const g3w = g3 * 19;
  const g4w = g4 * 19;
  const g5w = g5 * 19;
  const g6w = g6 * 19;
  const g7w = g7 * 19;
  const g8w = g8 * 19;
  const g9w = g9 * 19;
  const h0 = f0 * g0 + f1d * g9w + f2 * g8w + f3d * g7w + f4 * g6w + f5d * g5w + f6 * g4w + f7d * g3w + f8 * g2w + f9d * g1w;
  const h1 = f0 * g1 + f1 * g0 + f2 * g9w + f3 * g8w + f4 * g7w + f5 * g6w + f6 * g5w + f7 * g4w + f8 * g3w + f9 * g2w;
  const h2 = f0 * g2 + f1d * g1 + f2 * g0 + f3d * g9w + f4 * g8w + f5d * g7w + f6 * g6w + f7d * g5w + f8 * g4w + f9d * g3w;
  const h3 = f0 * g3 + f1 * g2 + f2 * g1 + f3 * g0 + f4 * g9w + f5 * g8w + f6 * g7w + f7 * g6w + f8 * g5w + f9 * g4w;
  const h4 = f0 * g4 + f1d * g3 + f2 * g2 + f3d * g1 + f4 * g0 + f5d * g9w + f6 * g8w + f7d * g7w + f8 * g6w + f9d * g5w;
  const h5 = f0 * g5 + f1 * g4 + f2 * g3 + f3 * g2 + f4 * g1 + f5 * g0 + f6 * g9w + f7 * g8w + f8 * g7w + f9 * g6w;
  const h6 = f0 * g6 + f1d * g5 + f2 * g4 + f3d * g3 + f4 * g2 + f5d * g1 + f6 * g0 + f7d * g9w + f8 * g8w + f9d * g7w;
  const h7 = f0 * g7 + f1 * g6 + f2 * g5 + f3 * g4 + f4 * g3 + f5 * g2 + f6 * g1 + f7 * g0 + f8 * g9w + f9 * g8w;
  const h8 = f0 * g8 + f1d * g7 + f2 * g6 + f3d * g5 + f4 * g4 + f5d * g3 + f6 * g2 + f7d * g1 + f8 * g0 + f9d * g9w;
  const h9 = f0 * g9 + f1 * g8 + f2 * g7 + f3 * g6 + f4 * g5 + f5 * g4 + f6 * g3 + f7 * g2 + f8 * g1 + f9 * g0;
  settle(to, h0, h1, h2, h3, h4, h5, h6, h7, h8, h9);
}

function square(to: usize, f: usize): void {
  const f0 = limb(f, 0);
  const f1 = limb(f, 1);
  const f2 = limb(f, 2);
  const f3 = limb(f, 3);
  const f4 = limb(f, 4);
  const f5 = limb(f, 5);
  const f6 = limb(f, 6);
  const f7 = limb(f, 7);
  const f8 = limb(f, 8);
  const f9 = limb(f, 9);
  const f0d = f0 << 1;
  const f1d = f1 << 1;
  const f1q = f1 << 2;
  const f2d = f2 << 1;
  const f3d = f3 << 1;
  const f3q = f3 << 2;
  const f4d = f4 << 1;
  const f5d = f5 << 1;
  const f5q = f5 << 2;
  const f5w = f5 * 19;
  const f6d = f6 << 1;
  const f6w = f6 * 19;
  const f7d = f7 << 1;
  const f7q = f7 << 2;
  const f7w = f7 * 19;
  const f8d = f8 << 1;
  const f8w = f8 * 19;
  const f9d = f9 << 1;
  const f9w = f9 * 19;
  const h0 = f0 * f0 + f1q * f9w + f2d * f8w + f3q * f7w + f4d * f6w + f5d * f5w;
  const h1 = f0d * f1 + f2d * f9w + f3d * f8w + f4d * f7w + f5d * f6w;
  const h2 = f0d * f2 + f1d * f1 + f3q * f9w + f4d * f8w + f5q * f7w + f6 * f6w;
  const h3 = f0d * f3 + f1d * f2 + f4d * f9w + f5d * f8w + f6d * f7w;
  const h4 = f0d * f4 + f1q * f3 + f2 * f2 + f5q * f9w + f6d * f8w + f7d * f7w;
  const h5 = f0d * f5 + f1d * f4 + f2d * f3 + f6d * f9w + f7d * f8w;
  const h6 = f0d * f6 + f1q * f5 + f2d * f4 + f3d * f3 + f7q * f9w + f8 * f8w;
  const h7 = f0d * f7 + f1d * f6 + f2d * f5 + f3d * f4 + f8d * f9w;
  const h8 = f0d * f8 + f1q * f7 + f2d * f6 + f3q * f5 + f4 * f4 + f9d * f9w;
  const h9 = f0d * f9 + f1d * f8 + f2d * f7 + f3d * f6 + f4d * f5;
  settle(to, h0, h1, h2, h3, h4, h5, h6, h7, h8, h9);
}

function squareTimes(to: usize, f: usize, times: i32): void {
  square(to, f);
  for (let done = 1; done < times; done++) square(to, to);
}

@inline
function add(to: usize, f: usize, g: usize): void {
  v128.store(to, i32x4.add(v128.load(f, 0), v128.load(g, 0)), 0);
  v128.store(to, i32x4.add(v128.load(f, 16), v128.load(g, 16)), 16);
  v128.store(to, i32x4.add(v128.load(f, 32), v128.load(g, 32)), 32);
}

@inline
function subtract(to: usize, f: usize, g: usize): void {
  v128.store(to, i32x4.sub(v128.load(f, 0), v128.load(g, 0)), 0);
  v128.store(to, i32x4.sub(v128.load(f, 16), v128.load(g, 16)), 16);
  v128.store(to, i32x4.sub(v128.load(f, 32), v128.load(g, 32)), 32);
}

@inline
function copy(to: usize, from: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 8) store<u64>(to + at, load<u64>(from + at));
}

function negate(to: usize, f: usize): void {
  for (let at: usize = 0; at < FIELD; at += 4) store<i32>(to + at, -load<i32>(f + at));
}

/** Reads 255 bits. */
function fromBytes(to: usize, from: usize): void {
  let bits: u64 = 0;
  let held = 0;
  let at = from;
  for (let index = 0; index < 10; index++) {
    const width = 26 - (index & 1);
    while (held < width && at < from + 32) {
      bits |= (<u64>load<u8>(at)) << held;
      at++;
      held += 8;
    }
    store<i32>(to + (index << 2), <i32>(bits & ((1 << width) - 1)));
    bits >>= width;
    held -= width;
  }
}

/** Writes the one representative below 2^255 - 19. */
function toBytes(to: usize, f: usize): void {
  let h0 = limb(f, 0), h1 = limb(f, 1), h2 = limb(f, 2), h3 = limb(f, 3), h4 = limb(f, 4);
  let h5 = limb(f, 5), h6 = limb(f, 6), h7 = limb(f, 7), h8 = limb(f, 8), h9 = limb(f, 9);
  let q = (19 * h9 + (1 << 24)) >> 25;
  q = (h0 + q) >> 26;
  q = (h1 + q) >> 25;
  q = (h2 + q) >> 26;
  q = (h3 + q) >> 25;
  q = (h4 + q) >> 26;
  q = (h5 + q) >> 25;
  q = (h6 + q) >> 26;
  q = (h7 + q) >> 25;
  q = (h8 + q) >> 26;
  q = (h9 + q) >> 25;
  h0 += 19 * q;
  h1 += h0 >> 26; h0 &= MASK26;
  h2 += h1 >> 25; h1 &= MASK25;
  h3 += h2 >> 26; h2 &= MASK26;
  h4 += h3 >> 25; h3 &= MASK25;
  h5 += h4 >> 26; h4 &= MASK26;
  h6 += h5 >> 25; h5 &= MASK25;
  h7 += h6 >> 26; h6 &= MASK26;
  h8 += h7 >> 25; h7 &= MASK25;
  h9 += h8 >> 26; h8 &= MASK26;
  h9 &= MASK25;
  store<u64>(to, <u64>(h0 | (h1 << 26) | (h2 << 51)));
  store<u64>(to, <u64>((h2 >> 13) | (h3 << 13) | (h4 << 38)), 8);
  store<u64>(to, <u64>(h5 | (h6 << 25) | (h7 << 51)), 16);
  store<u64>(to, <u64>((h7 >> 13) | (h8 << 12) | (h9 << 38)), 24);
}

function isNegative(f: usize): bool {
  toBytes(BYTES, f);
  return (load<u8>(BYTES) & 1) === 1;
}

function isZero(f: usize): bool {
  toBytes(BYTES, f);
  return (load<u64>(BYTES) | load<u64>(BYTES, 8) | load<u64>(BYTES, 16) | load<u64>(BYTES, 24)) === 0;
}

function isOne(f: usize): bool {
  toBytes(BYTES, f);
  const rest = load<u64>(BYTES, 8) | load<u64>(BYTES, 16) | load<u64>(BYTES, 24);
  return load<u64>(BYTES) === 1 && rest === 0;
}

/** f^((p - 5) / 8) = f^(2^252 - 3), by the usual chain. Uses S. */
function power(to: usize, f: usize): void {
  const a = S, b = S + FIELD, c = S + 2 * FIELD;
  square(a, f);
  squareTimes(b, a, 2);
  multiply(b, f, b);
  multiply(a, a, b);
  square(a, a);
  multiply(a, b, a);
  squareTimes(b, a, 5);
  multiply(a, b, a);
  squareTimes(b, a, 10);
  multiply(b, b, a);
  squareTimes(c, b, 20);
  multiply(b, c, b);
  squareTimes(b, b, 10);
  multiply(a, b, a);
  squareTimes(b, a, 50);
  multiply(b, b, a);
  squareTimes(c, b, 100);
  multiply(b, c, b);
  squareTimes(b, b, 50);
  multiply(a, b, a);
  squareTimes(a, a, 2);
  multiply(to, a, f);
}

/** SQRT_RATIO_M1(1, v) of RFC 9496 section 4.2: whether v is a square, and the root of 1/v or of SQRT_M1/v. Uses R from 10 on. */
function inverseRoot(to: usize, v: usize): bool {
  const v3 = R + 10 * FIELD, v7 = R + 11 * FIELD, check = R + 12 * FIELD, other = R + 13 * FIELD;
  square(v3, v);
  multiply(v3, v3, v);
  square(v7, v3);
  multiply(v7, v7, v);
  power(v7, v7);
  multiply(to, v3, v7);
  square(check, to);
  multiply(check, check, v);
  let isSquare = isOne(check);
  if (!isSquare) {
    negate(other, check);
    isSquare = isOne(other);
    // v times the root's square is -SQRT_M1 where this is one.
    multiply(other, check, SQRT_M1);
    if (isSquare || isOne(other)) multiply(to, to, SQRT_M1);
  }
  if (isNegative(to)) negate(to, to);
  return isSquare;
}

/** Whether the 32 bytes are below the prime and even. */
function isCanonical(from: usize): bool {
  if ((load<u8>(from) & 1) === 1) return false;
  if (load<u64>(from, 24) !== 0x7fffffffffffffff) return load<u64>(from, 24) < 0x7fffffffffffffff;
  if (load<u64>(from, 16) !== u64.MAX_VALUE || load<u64>(from, 8) !== u64.MAX_VALUE) return true;
  return load<u64>(from) < 0xffffffffffffffed;
}

/** RFC 9496 section 4.3.1, to an addend. */
function decodeOne(to: usize, from: usize): bool {
  if (!isCanonical(from)) return false;
  const s = R, ss = R + FIELD, u1 = R + 2 * FIELD, u2 = R + 3 * FIELD, u2Square = R + 4 * FIELD;
  const v = R + 5 * FIELD, root = R + 6 * FIELD, x = R + 7 * FIELD, y = R + 8 * FIELD, t = R + 9 * FIELD;
  fromBytes(s, from);
  square(ss, s);
  subtract(u1, ONE, ss);
  add(u2, ONE, ss);
  square(u2Square, u2);
  square(v, u1);
  multiply(v, v, D);
  negate(v, v);
  subtract(v, v, u2Square);
  multiply(t, v, u2Square);
  const isSquare = inverseRoot(root, t);
  multiply(x, root, u2);
  multiply(y, root, x);
  multiply(y, y, v);
  multiply(y, y, u1);
  add(t, s, s);
  multiply(x, t, x);
  if (isNegative(x)) negate(x, x);
  multiply(t, x, y);
  if (!isSquare || isNegative(t) || isZero(y)) return false;
  add(to, y, x);
  subtract(to + FIELD, y, x);
  multiply(to + 2 * FIELD, t, TWICE_D);
  return true;
}

/**
 * Decodes `count` elements of 32 bytes at `from` into addends of 144 bytes at `to`. Returns the place of the first one
 * that is no canonical encoding, or `count`. The identity is an encoding like any other here.
 */
export function decode(from: usize, count: i32, to: usize): i32 {
  for (let index = 0; index < count; index++) {
    if (!decodeOne(to + <usize>index * ADDEND, from + (<usize>index << 5))) return index;
  }
  return count;
}

/** RFC 9496 section 4.3.2. */
function encode(to: usize, point: usize): void {
  const x0 = point, y0 = point + FIELD, z0 = point + 2 * FIELD, t0 = point + 3 * FIELD;
  const u1 = R, u2 = R + FIELD, root = R + 2 * FIELD, den1 = R + 3 * FIELD, den2 = R + 4 * FIELD;
  const zInverse = R + 5 * FIELD, x = R + 6 * FIELD, y = R + 7 * FIELD, t = R + 8 * FIELD;
  add(u1, z0, y0);
  subtract(t, z0, y0);
  multiply(u1, u1, t);
  multiply(u2, x0, y0);
  square(t, u2);
  multiply(t, u1, t);
  inverseRoot(root, t);
  multiply(den1, root, u1);
  multiply(den2, root, u2);
  multiply(zInverse, den1, den2);
  multiply(zInverse, zInverse, t0);
  multiply(t, t0, zInverse);
  if (isNegative(t)) {
    multiply(x, y0, SQRT_M1);
    multiply(y, x0, SQRT_M1);
    multiply(den2, den1, INVSQRT_A_MINUS_D);
  } else {
    copy(x, x0, FIELD);
    copy(y, y0, FIELD);
  }
  multiply(t, x, zInverse);
  if (isNegative(t)) negate(y, y);
  subtract(t, z0, y);
  multiply(t, t, den2);
  if (isNegative(t)) negate(t, t);
  toBytes(to, t);
}

function setIdentity(point: usize): void {
  memory.fill(point, 0, POINT);
  store<i32>(point + FIELD, 1);
  store<i32>(point + 2 * FIELD, 1);
}

/** Ends an addition or doubling (Hisil, Wong, Carter, Dawson 2008): from E, F, G, H at P + 0, 1, 2, 3 to X, Y, Z, T. */
@inline
function complete(to: usize): void {
  multiply(to, P, P + FIELD);
  multiply(to + FIELD, P + 2 * FIELD, P + 3 * FIELD);
  multiply(to + 2 * FIELD, P + FIELD, P + 2 * FIELD);
  multiply(to + 3 * FIELD, P, P + 3 * FIELD);
}

/** Adds a decoded element, or takes it away. */
function addAddend(point: usize, addend: usize, isNegated: bool): void {
  const a = P + 4 * FIELD, b = P + 5 * FIELD, c = P + 6 * FIELD, d = P + 7 * FIELD;
  const sum = isNegated ? addend + FIELD : addend;
  const difference = isNegated ? addend : addend + FIELD;
  subtract(a, point + FIELD, point);
  add(b, point + FIELD, point);
  multiply(a, a, difference);
  multiply(b, b, sum);
  multiply(c, point + 3 * FIELD, addend + 2 * FIELD);
  if (isNegated) negate(c, c);
  add(d, point + 2 * FIELD, point + 2 * FIELD);
  subtract(P, b, a);
  subtract(P + FIELD, d, c);
  add(P + 2 * FIELD, d, c);
  add(P + 3 * FIELD, b, a);
  complete(point);
}

function addPoint(point: usize, other: usize): void {
  const a = P + 4 * FIELD, b = P + 5 * FIELD, c = P + 6 * FIELD, d = P + 7 * FIELD;
  subtract(a, point + FIELD, point);
  subtract(c, other + FIELD, other);
  multiply(a, a, c);
  add(b, point + FIELD, point);
  add(c, other + FIELD, other);
  multiply(b, b, c);
  multiply(c, point + 3 * FIELD, other + 3 * FIELD);
  multiply(c, c, TWICE_D);
  multiply(d, point + 2 * FIELD, other + 2 * FIELD);
  add(d, d, d);
  subtract(P, b, a);
  subtract(P + FIELD, d, c);
  add(P + 2 * FIELD, d, c);
  add(P + 3 * FIELD, b, a);
  complete(point);
}

/** Doubling with a = -1: E = (X+Y)^2 - A - B taken as H - (X+Y)^2, so that all four signs are turned at once. */
function double(point: usize): void {
  const a = P + 4 * FIELD, b = P + 5 * FIELD, c = P + 6 * FIELD, d = P + 7 * FIELD;
  square(a, point);
  square(b, point + FIELD);
  square(c, point + 2 * FIELD);
  add(c, c, c);
  add(P + 3 * FIELD, a, b);
  add(d, point, point + FIELD);
  square(d, d);
  subtract(P, P + 3 * FIELD, d);
  subtract(P + 2 * FIELD, a, b);
  add(P + FIELD, c, P + 2 * FIELD);
  complete(point);
}

/** Digits of a scalar: its bytes, those above 128 less 256 with a carry. Buckets hold the digits 1 to 128. */
const DIGITS = 32;
const BUCKETS = 128;

/**
 * Writes the encoded sum of `count` addends, each times its scalar (32 bytes, little-endian, below the group order), by
 * buckets (Pippenger 1976). `digits` is scratch of 32 bytes a scalar times two, `buckets` of 128 points of 192 bytes.
 */
export function sum(addends: usize, scalars: usize, count: i32, digits: usize, buckets: usize, to: usize): void {
  for (let index = 0; index < count; index++) {
    let carry = 0;
    for (let place = 0; place < DIGITS; place++) {
      const byte = <i32>load<u8>(scalars + (<usize>index << 5) + place) + carry;
      carry = byte > BUCKETS ? 1 : 0;
      store<i16>(digits + ((<usize>place * <usize>count + <usize>index) << 1), <i16>(byte - (carry << 8)));
    }
  }
  setIdentity(SUM);
  for (let place = DIGITS - 1; place >= 0; place--) {
    if (place < DIGITS - 1) for (let bit = 0; bit < 8; bit++) double(SUM);
    for (let bucket = 0; bucket < BUCKETS; bucket++) setIdentity(buckets + <usize>bucket * POINT);
    for (let index = 0; index < count; index++) {
      const digit = <i32>load<i16>(digits + ((<usize>place * <usize>count + <usize>index) << 1));
      if (digit === 0) continue;
      const size = digit < 0 ? -digit : digit;
      addAddend(buckets + <usize>(size - 1) * POINT, addends + <usize>index * ADDEND, digit < 0);
    }
    setIdentity(RUNNING);
    setIdentity(TOTAL);
    for (let bucket = BUCKETS - 1; bucket >= 0; bucket--) {
      addPoint(RUNNING, buckets + <usize>bucket * POINT);
      addPoint(TOTAL, RUNNING);
    }
    addPoint(SUM, TOTAL);
  }
  encode(to, SUM);
}

export { sha512 } from './sha512';
