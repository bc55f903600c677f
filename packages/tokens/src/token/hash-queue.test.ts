import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { utf8 } from '../encoding/utf8.ts';
import { plainKernel, simdKernel } from './hash-kernel.ts';
import { createHashQueue, type HashQueue, type PackedTokens } from './hash-queue.ts';

const KEYS = [1, 2, 3].map((seed) => new Uint8Array(32).fill(seed));

function message(fields: readonly string[]): Uint8Array {
  return Uint8Array.from(
    fields.flatMap((field) => {
      const bytes = utf8(field);
      return [bytes.length >> 8, bytes.length & 0xff, ...bytes];
    }),
  );
}

function push(queue: HashQueue, code: number, key: number, fields: readonly string[]): void {
  const addresses = Int32Array.from(fields, (field) => queue.addField(field));
  queue.push(code, key, addresses, [...addresses.keys()], new Uint16Array(fields.length));
}

function hex({ codes, tokens }: PackedTokens): string[] {
  return [...codes].map((code, at) => `${code} ${bytesToHex(tokens.subarray(at * 16, (at + 1) * 16))}`);
}

const expected = (code: number, fields: readonly string[]): string =>
  `${code} ${bytesToHex(hmac(sha256, KEYS[code] ?? new Uint8Array(0), message(fields)).subarray(0, 16))}`;

test('this engine runs the vector kernel', () => {
  expect(createHashQueue().kind).toBe('simd');
  expect(createHashQueue(() => null).kind).toBe('plain');
});

describe.each([
  ['simd', simdKernel],
  ['plain', plainKernel],
])('the %s kernel', (_, kernel) => {
  test('every message length from 0 to 200 and every rest of a batch equals the library', () => {
    const queue = createHashQueue(kernel);
    const keys = KEYS.map(queue.prepareKey);
    for (let length = 0; length <= 200; length++) {
      const jobs = Array.from({ length: 1 + (length % 9) }, (_, index): [number, string[]] => [
        (length + index) % 3,
        // Lanes of one call differ in length: up to 200 bytes beside the two length prefixes.
        ['A'.repeat((length * (index + 1)) % 101), 'é'.repeat(Math.floor(((length + index) % 101) / 2))],
      ]);
      for (const [code, fields] of jobs) push(queue, code, keys[code] ?? 0, fields);
      expect(queue.length()).toBe(jobs.length);
      expect(hex(queue.take())).toEqual(jobs.map(([code, fields]) => expected(code, fields)));
    }
  });

  test('any fields under any key, in batches of any size, equal the library', () => {
    const queue = createHashQueue(kernel);
    const keys = KEYS.map(queue.prepareKey);
    const text = fc.string({ maxLength: 80, unit: 'grapheme' });
    const job = fc.tuple(fc.integer({ min: 0, max: 2 }), fc.array(text, { minLength: 1, maxLength: 4 }));
    fc.assert(
      fc.property(fc.array(job, { maxLength: 12 }), (jobs) => {
        for (const [code, fields] of jobs) push(queue, code, keys[code] ?? 0, fields);
        expect(hex(queue.take())).toEqual(jobs.map(([code, fields]) => expected(code, fields)));
      }),
    );
  });

  test('fields of the longest kind, and more messages than one call takes, come out in order', () => {
    const queue = createHashQueue(kernel);
    const keys = KEYS.map(queue.prepareKey);
    const long = 'ẞ'.repeat(8192);
    const jobs = Array.from({ length: 1300 }, (_, index): [number, string[]] => [
      index % 3,
      index % 500 === 7 ? [long, long, String(index), long] : [`FIELD ${index}`],
    ]);
    const kept = queue.keepField('KEPT');
    for (const [code, fields] of jobs) {
      queue.release();
      push(queue, code, keys[code] ?? 0, fields);
    }
    queue.push(1, keys[1] ?? 0, Int32Array.of(kept ?? 0), [0], new Uint16Array(1));
    expect(hex(queue.take())).toEqual([
      ...jobs.map(([code, fields]) => expected(code, fields)),
      expected(1, ['KEPT']),
    ]);
  });
});

test('no two lists of fields give the same message', () => {
  const lists = fc.array(fc.string({ maxLength: 6 }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(lists, lists, (a, b) => {
      const encoded = (list: readonly string[]): string => JSON.stringify(list.map((one) => [...utf8(one)]));
      expect(message(a).join() === message(b).join()).toBe(encoded(a) === encoded(b));
    }),
  );
});

test('a field too long and a key too many are refused; kept fields end where their room ends', () => {
  const queue = createHashQueue();
  expect(() => queue.addField('X'.repeat(8193))).toThrow(RangeError);
  expect(() => queue.keepField('X'.repeat(8193))).toThrow(RangeError);
  for (let key = 0; key < 512; key++) queue.prepareKey(new Uint8Array(32));
  expect(() => queue.prepareKey(new Uint8Array(32))).toThrow(RangeError);
  let kept = 0;
  while (queue.keepField('Y'.repeat(2000)) !== null) kept++;
  expect(kept).toBeGreaterThan(100);
  expect(queue.isKeptFull()).toBe(true);
  queue.forget();
  expect(queue.isKeptFull()).toBe(false);
});
