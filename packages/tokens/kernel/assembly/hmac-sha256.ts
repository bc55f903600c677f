/** HMAC-SHA-256 of four short messages at once, one in each 32-bit lane of a vector. AssemblyScript; see kernel/README.md. */

/** FIPS 180-4 section 4.2.2. */
const ROUND_CONSTANTS = memory.data<u32>([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98,
  0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
  0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8,
  0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
  0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819,
  0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
  0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
  0xc67178f2,
]);

/** The 64 words of the message schedule, four lanes each. */
const SCHEDULE: usize = memory.data(1024, 16);
/** Eight words of state, four lanes each. */
const STATE: usize = memory.data(128, 16);
const OUTER: usize = memory.data(128, 16);
/** Blocks of each lane's message. */
const BLOCKS: usize = memory.data(16, 16);

/** Bytes of a prepared key: the state behind the first block of the inner hash, then that of the outer hash. */
const OUTER_OFFSET: usize = 32;

@inline
function rotate(x: v128, bits: i32): v128 {
  return v128.or(i32x4.shr_u(x, bits), i32x4.shl(x, 32 - bits));
}

@inline
function swapBytes(x: v128): v128 {
  return i8x16.shuffle(x, x, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);
}

/** Eight rounds' share that depends on e, f and g: sum1 and choice. */
@inline
function late(e: v128, f: v128, g: v128): v128 {
  const sum = rotate(v128.xor(e, v128.xor(rotate(e, 5), rotate(e, 19))), 6);
  return i32x4.add(sum, v128.bitselect(f, g, e));
}

/** The share that depends on a, b and c: sum0 and majority. */
@inline
function early(a: v128, b: v128, c: v128): v128 {
  const sum = rotate(v128.xor(a, v128.xor(rotate(a, 11), rotate(a, 20))), 2);
  return i32x4.add(sum, v128.bitselect(c, b, v128.xor(a, b)));
}

/** Schedule word t plus its round constant. */
@inline
function wordOf(t: usize): v128 {
  return i32x4.add(v128.load(SCHEDULE + (t << 4)), v128.load32_splat(ROUND_CONSTANTS + (t << 2)));
}

/** FIPS 180-4 section 6.2.2 over the 16 words that stand in SCHEDULE: adds to the state at `from`, writes it to `into`. */
function compress(from: usize, into: usize): void {
  for (let at: usize = SCHEDULE; at < SCHEDULE + 48 * 16; at += 16) {
    const w2 = v128.load(at, 14 * 16);
    const next = v128.load(at, 16);
    const s0 = v128.xor(v128.xor(rotate(next, 7), rotate(next, 18)), i32x4.shr_u(next, 3));
    const s1 = v128.xor(v128.xor(rotate(w2, 17), rotate(w2, 19)), i32x4.shr_u(w2, 10));
    v128.store(
      at,
      i32x4.add(i32x4.add(v128.load(at), s0), i32x4.add(v128.load(at, 9 * 16), s1)),
      16 * 16,
    );
  }
  let a = v128.load(from);
  let b = v128.load(from, 16);
  let c = v128.load(from, 32);
  let d = v128.load(from, 48);
  let e = v128.load(from, 64);
  let f = v128.load(from, 80);
  let g = v128.load(from, 96);
  let h = v128.load(from, 112);
  for (let t: usize = 0; t < 64; t += 8) {
    h = i32x4.add(h, i32x4.add(wordOf(t), late(e, f, g)));
    d = i32x4.add(d, h);
    h = i32x4.add(h, early(a, b, c));
    g = i32x4.add(g, i32x4.add(wordOf(t + 1), late(d, e, f)));
    c = i32x4.add(c, g);
    g = i32x4.add(g, early(h, a, b));
    f = i32x4.add(f, i32x4.add(wordOf(t + 2), late(c, d, e)));
    b = i32x4.add(b, f);
    f = i32x4.add(f, early(g, h, a));
    e = i32x4.add(e, i32x4.add(wordOf(t + 3), late(b, c, d)));
    a = i32x4.add(a, e);
    e = i32x4.add(e, early(f, g, h));
    d = i32x4.add(d, i32x4.add(wordOf(t + 4), late(a, b, c)));
    h = i32x4.add(h, d);
    d = i32x4.add(d, early(e, f, g));
    c = i32x4.add(c, i32x4.add(wordOf(t + 5), late(h, a, b)));
    g = i32x4.add(g, c);
    c = i32x4.add(c, early(d, e, f));
    b = i32x4.add(b, i32x4.add(wordOf(t + 6), late(g, h, a)));
    f = i32x4.add(f, b);
    b = i32x4.add(b, early(c, d, e));
    a = i32x4.add(a, i32x4.add(wordOf(t + 7), late(f, g, h)));
    e = i32x4.add(e, a);
    a = i32x4.add(a, early(b, c, d));
  }
  v128.store(into, i32x4.add(a, v128.load(from)));
  v128.store(into, i32x4.add(b, v128.load(from, 16)), 16);
  v128.store(into, i32x4.add(c, v128.load(from, 32)), 32);
  v128.store(into, i32x4.add(d, v128.load(from, 48)), 48);
  v128.store(into, i32x4.add(e, v128.load(from, 64)), 64);
  v128.store(into, i32x4.add(f, v128.load(from, 80)), 80);
  v128.store(into, i32x4.add(g, v128.load(from, 96)), 96);
  v128.store(into, i32x4.add(h, v128.load(from, 112)), 112);
}

/** Four rows of four words become four columns. */
@inline
function transpose(a: v128, b: v128, c: v128, d: v128, into: usize): void {
  const low = i32x4.shuffle(a, b, 0, 4, 1, 5);
  const high = i32x4.shuffle(a, b, 2, 6, 3, 7);
  const low2 = i32x4.shuffle(c, d, 0, 4, 1, 5);
  const high2 = i32x4.shuffle(c, d, 2, 6, 3, 7);
  v128.store(into, i64x2.shuffle(low, low2, 0, 2));
  v128.store(into, i64x2.shuffle(low, low2, 1, 3), 16);
  v128.store(into, i64x2.shuffle(high, high2, 0, 2), 32);
  v128.store(into, i64x2.shuffle(high, high2, 1, 3), 48);
}

function loadBlock(at: usize, stride: usize): void {
  for (let quarter: usize = 0; quarter < 64; quarter += 16) {
    const first = at + quarter;
    transpose(
      swapBytes(v128.load(first)),
      swapBytes(v128.load(first + stride)),
      swapBytes(v128.load(first + 2 * stride)),
      swapBytes(v128.load(first + 3 * stride)),
      SCHEDULE + (quarter << 2),
    );
  }
}

@inline
function loadStates(a: usize, b: usize, c: usize, d: usize, into: usize): void {
  transpose(v128.load(a), v128.load(b), v128.load(c), v128.load(d), into);
  transpose(v128.load(a, 16), v128.load(b, 16), v128.load(c, 16), v128.load(d, 16), into + 64);
}

/**
 * Puts the fields of a job one behind the other at `to`, with the padding of SHA-256 behind them, and returns the
 * blocks it made. Copies 16 bytes at a time: what is copied too much is overwritten by what comes next, and both the
 * fields and the lanes have room for it.
 */
function place(job: usize, to: usize): i32 {
  let at = to;
  const fields = load<u32>(job, 4);
  for (let field: u32 = 0; field < fields; field++) {
    let from = <usize>load<u32>(job + (field << 2), 8);
    const length = ((<usize>load<u8>(from)) << 8) + <usize>load<u8>(from, 1) + 2;
    const end = at + length;
    for (let target = at; target < end; target += 16, from += 16) v128.store(target, v128.load(from));
    at = end;
  }
  const length = at - to;
  const blocks = (length + 9 + 63) >> 6;
  const end = to + (blocks << 6);
  store<u8>(at, 0x80);
  for (let zero = at + 1; zero < end; zero += 16) v128.store(zero, v128.splat<u64>(0));
  store<u64>(end - 8, bswap<u64>((<u64>length + 64) << 3));
  return <i32>blocks;
}

/** Words of a job, at `words` its number of fields. */
@inline
function next(job: usize): usize {
  return job + 8 + (load<u32>(job, 4) << 2);
}

/**
 * Keys `count` messages. A job is a prepared key's address, a number of fields, and the address of each field (length
 * in two bytes, big-endian, then the bytes); the message is its fields with their lengths. Writes the first 16 bytes
 * of each HMAC, one behind the other, to `output`. `lanes` are four buffers of `stride` bytes.
 */
export function sign(jobs: usize, count: i32, output: usize, lanes: usize, stride: usize): void {
  let job = jobs;
  for (let done = 0; done < count; done += 4) {
    const left = count - done;
    const a = job;
    const b = left > 1 ? next(a) : a;
    const c = left > 2 ? next(b) : b;
    const d = left > 3 ? next(c) : c;
    job = next(d);
    const blocksA = place(a, lanes);
    const blocksB = left > 1 ? place(b, lanes + stride) : 1;
    const blocksC = left > 2 ? place(c, lanes + 2 * stride) : 1;
    const blocksD = left > 3 ? place(d, lanes + 3 * stride) : 1;
    const keyA = <usize>load<u32>(a);
    const keyB = <usize>load<u32>(b);
    const keyC = <usize>load<u32>(c);
    const keyD = <usize>load<u32>(d);
    loadStates(keyA, keyB, keyC, keyD, STATE);
    loadBlock(lanes, stride);
    compress(STATE, STATE);
    const most = max(max(blocksA, blocksB), max(blocksC, blocksD));
    if (most > 1) {
      v128.store(BLOCKS, i32x4(blocksA, blocksB, blocksC, blocksD));
      for (let block = 1; block < most; block++) {
        loadBlock(lanes + (<usize>block << 6), stride);
        compress(STATE, OUTER);
        // A lane whose message has ended keeps its state.
        const goesOn = i32x4.gt_s(v128.load(BLOCKS), i32x4.splat(block));
        for (let word: usize = 0; word < 128; word += 16) {
          v128.store(STATE + word, v128.bitselect(v128.load(OUTER + word), v128.load(STATE + word), goesOn));
        }
      }
    }
    for (let word: usize = 0; word < 128; word += 16) v128.store(SCHEDULE + word, v128.load(STATE + word));
    v128.store(SCHEDULE, i32x4.splat(0x80000000), 128);
    for (let word: usize = 144; word < 240; word += 16) v128.store(SCHEDULE + word, i32x4.splat(0));
    v128.store(SCHEDULE, i32x4.splat((64 + 32) * 8), 240);
    loadStates(
      keyA + OUTER_OFFSET,
      keyB + OUTER_OFFSET,
      keyC + OUTER_OFFSET,
      keyD + OUTER_OFFSET,
      OUTER,
    );
    compress(OUTER, OUTER);
    transpose(v128.load(OUTER), v128.load(OUTER, 16), v128.load(OUTER, 32), v128.load(OUTER, 48), SCHEDULE);
    const to = output + (<usize>done << 4);
    v128.store(to, swapBytes(v128.load(SCHEDULE)));
    if (left > 1) v128.store(to, swapBytes(v128.load(SCHEDULE, 16)), 16);
    if (left > 2) v128.store(to, swapBytes(v128.load(SCHEDULE, 32)), 32);
    if (left > 3) v128.store(to, swapBytes(v128.load(SCHEDULE, 48)), 48);
  }
}
