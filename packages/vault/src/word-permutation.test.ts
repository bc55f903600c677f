import { createCipheriv, createSecretKey } from 'node:crypto';
import { expect, test } from 'vitest';
import { wordPermutation } from './word-permutation.ts';

/** Algorithm 7 of NIST SP 800-38G as it is written there, for any radix: numeral strings in and out. */
function ff1(key: Buffer, tweak: Buffer, radix: number, text: readonly number[]): number[] {
  const aes = (block: Buffer): Buffer =>
    Buffer.from(createCipheriv('aes-128-ecb', key, null).setAutoPadding(false).update(block));
  const n = text.length;
  const u = Math.floor(n / 2);
  const v = n - u;
  let [a, b] = [text.slice(0, u), text.slice(u)];
  const bytes = Math.ceil(Math.ceil(v * Math.log2(radix)) / 8);
  const d = 4 * Math.ceil(bytes / 4) + 4;
  const p = Buffer.alloc(16);
  p.set([1, 2, 1, 0, radix >> 8, radix & 255, 10, u % 256]);
  p.writeUInt32BE(n, 8);
  p.writeUInt32BE(tweak.length, 12);
  const numberOf = (digits: readonly number[]) =>
    digits.reduce((sum, digit) => sum * BigInt(radix) + BigInt(digit), 0n);
  for (let round = 0; round < 10; round += 1) {
    const pad = (((-tweak.length - bytes - 1) % 16) + 16) % 16;
    const half = Buffer.from(
      numberOf(b)
        .toString(16)
        .padStart(2 * bytes, '0'),
      'hex',
    );
    const q = Buffer.concat([tweak, Buffer.alloc(pad), Buffer.from([round]), half]);
    let r: Buffer = Buffer.alloc(16);
    for (const block of [
      p,
      ...Array.from({ length: q.length / 16 }, (_, i) => q.subarray(16 * i, 16 * i + 16)),
    ]) {
      r = aes(Buffer.from(block.map((byte, at) => byte ^ (r[at] ?? 0))));
    }
    const m = round % 2 === 0 ? u : v;
    let rest = (numberOf(a) + BigInt(`0x${r.subarray(0, d).toString('hex')}`)) % BigInt(radix) ** BigInt(m);
    const c: number[] = [];
    for (let place = 0; place < m; place += 1) {
      c.unshift(Number(rest % BigInt(radix)));
      rest /= BigInt(radix);
    }
    [a, b] = [b, c];
  }
  return [...a, ...b];
}

const NIST_KEY = Buffer.from('2b7e151628aed2a6abf7158809cf4f3c', 'hex');

test.each([
  { tweak: '', radix: 10, text: '0123456789', expected: '2433477484' },
  { tweak: '39383736353433323130', radix: 10, text: '0123456789', expected: '6124200773' },
  {
    tweak: '3737373770717273373737',
    radix: 36,
    text: '0123456789abcdefghi',
    expected: 'a9tv40mll9kdu509eum',
  },
])('the oracle gives the published sample $expected', ({ tweak, radix, text, expected }) => {
  const digits = [...text].map((letter) => Number.parseInt(letter, radix));
  const out = ff1(NIST_KEY, Buffer.from(tweak, 'hex'), radix, digits);
  expect(out.map((digit) => digit.toString(radix)).join('')).toBe(expected);
});

const WORDS = [
  0n,
  1n,
  2n ** 64n - 1n,
  0x0123456789abcdefn,
  ...Array.from({ length: 60 }, (_, i) => (BigInt(i) * 0x9e3779b97f4a7c15n) % 2n ** 64n),
];

const halvesOf = (words: readonly bigint[]) => new Uint32Array(new BigUint64Array(words).buffer);

test('words are permuted as FF1 permutes strings of 64 bits, and back', () => {
  const permutation = wordPermutation(createSecretKey(NIST_KEY));
  const halves = halvesOf(WORDS);
  permutation.forward(halves);
  const permuted = [...new BigUint64Array(halves.buffer)];
  expect(permuted).toEqual(
    WORDS.map((word) => {
      const bits = [...word.toString(2).padStart(64, '0')].map(Number);
      return BigInt(`0b${ff1(NIST_KEY, Buffer.alloc(0), 2, bits).join('')}`);
    }),
  );
  permutation.back(halves);
  expect([...new BigUint64Array(halves.buffer)]).toEqual(WORDS);
});

test('another key gives other words', () => {
  const [one, other] = [halvesOf(WORDS), halvesOf(WORDS)];
  wordPermutation(createSecretKey(NIST_KEY)).forward(one);
  wordPermutation(createSecretKey(Buffer.alloc(16, 1))).forward(other);
  expect([...one].filter((half, place) => half === other[place])).toEqual([]);
});
