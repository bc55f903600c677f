import { sha512 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { utf8 } from '../encoding/utf8.ts';
import { createOprfProtocol } from './oprf-protocol.ts';
import { loadRistretto255, type Ristretto255 } from './ristretto255.ts';

/** Over the kernel, and over libsodium alone. */
let group: Ristretto255;
let plain: Ristretto255;

beforeAll(async () => {
  group = await loadRistretto255();
  plain = await loadRistretto255(null);
});

const hashOf = (seed: string): Uint8Array => sha512(utf8(seed));
const element = (seed: string): Uint8Array => plain.elementFromHash(hashOf(seed));
const scalar = (seed: string): Uint8Array => plain.scalarFromHash(hashOf(seed));
const small = (value: number): Uint8Array => Uint8Array.of(value & 0xff, value >> 8, ...new Uint8Array(30));
const elements = (count: number): Uint8Array[] => Array.from({ length: count }, (_, at) => element(`e${at}`));
const scalars = (count: number): Uint8Array[] => Array.from({ length: count }, (_, at) => scalar(`s${at}`));

describe('sums of many multiples', () => {
  test.each([1, 31, 32, 33, 100, 300])('of %i elements are what libsodium adds up', (count) => {
    const sum = group.batch(elements(count)).weighedSum(scalars(count));
    expect(bytesToHex(sum)).toBe(bytesToHex(plain.batch(elements(count)).weighedSum(scalars(count))));
  });

  test('hold for scalars on both sides of every digit, and for elements that come twice', () => {
    const edges = [1, 2, 127, 128, 129, 255, 256, 257, 32_895, 32_896, 65_535].map(small);
    const largest = plain.scalarSubtract(small(0), small(1));
    const all = [...edges, largest, plain.scalarSubtract(small(0), small(128)), ...scalars(27)];
    const bases = all.map((_, index) => element(`d${index % 7}`));
    expect(bytesToHex(group.batch(bases).weighedSum(all))).toBe(
      bytesToHex(plain.batch(bases).weighedSum(all)),
    );
  });

  test('of opposite terms are the identity, which libsodium encodes as zeros', () => {
    const bases = [...elements(20), ...elements(20)];
    const weights = [...scalars(20), ...scalars(20).map((one) => plain.scalarSubtract(small(0), one))];
    expect(bytesToHex(group.batch(bases).weighedSum(weights))).toBe('00'.repeat(32));
  });
});

describe('what is no element', () => {
  test('is the same to kernel and libsodium, whatever 32 bytes it is', () => {
    const near = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => {
      bytes[31] = (bytes[31] ?? 0) & 0x7f;
      bytes[0] = (bytes[0] ?? 0) & 0xfe;
      return bytes;
    });
    const any = fc.oneof(near, fc.uint8Array({ minLength: 31, maxLength: 33 }), fc.constant(element('x')));
    fc.assert(
      fc.property(any, (bytes) => {
        expect(group.batch([element('y'), bytes]).firstInvalid()).toBe(
          plain.batch([element('y'), bytes]).firstInvalid(),
        );
      }),
      { numRuns: 500 },
    );
  });

  test('is found at the edges of the field and at its first place', () => {
    const prime = Uint8Array.of(0xed, ...new Uint8Array(30).fill(0xff), 0x7f);
    const around = [-3, -1, 0, 1, 3].map((step) => prime.map((byte, at) => (at === 0 ? byte + step : byte)));
    for (const bytes of [...around, new Uint8Array(32), small(1), small(2), new Uint8Array(32).fill(0xff)]) {
      expect(group.batch([bytes]).firstInvalid()).toBe(plain.batch([bytes]).firstInvalid());
    }
    expect(group.batch([element('x'), prime, prime]).firstInvalid()).toBe(1);
    expect(() => group.batch([...elements(40), prime]).weighedSum(scalars(41))).toThrow(RangeError);
    expect(() => group.batch(elements(40)).weighedSum(scalars(39))).toThrow(RangeError);
  });
});

test("hashes of every length up to three blocks are the library's", () => {
  for (let length = 0; length <= 400; length++) {
    const message = Uint8Array.from({ length }, (_, index) => index * length);
    expect(bytesToHex(group.sha512(message))).toBe(bytesToHex(sha512(message)));
  }
});

test('many inverses are the single ones', () => {
  for (const count of [1, 2, 9]) {
    expect(group.invertAll(scalars(count)).map(bytesToHex)).toEqual(
      scalars(count).map((one) => bytesToHex(plain.invert(one))),
    );
  }
});

test.each(['voprf', 'poprf'] as const)(
  'with the kernel or without, %s makes the same proofs and takes them',
  (mode) => {
    const [fast, slow] = [createOprfProtocol(group, mode), createOprfProtocol(plain, mode)];
    const inputs = Array.from({ length: 70 }, (_, index) => utf8(`input ${index}`));
    const blinds = scalars(70);
    const { secretKey, publicKey } = slow.deriveKeyPair(new Uint8Array(32).fill(1), utf8('key'));
    const blindedElements = slow.blind(inputs, blinds);
    expect(fast.blind(inputs, blinds)).toEqual(blindedElements);
    const evaluation = fast.evaluate(secretKey, blindedElements, scalar('r'));
    expect(evaluation).toEqual(slow.evaluate(secretKey, blindedElements, scalar('r')));
    if (evaluation.kind !== 'evaluated') throw new Error(evaluation.kind);
    const { evaluatedElements, proof } = evaluation;
    const request = { inputs, blinds, blindedElements, evaluatedElements, proof, publicKey };
    const final = fast.finalise(request);
    expect(final.kind).toBe('outputs');
    expect(slow.finalise(request)).toEqual(final);
    const [first, second, ...rest] = evaluatedElements;
    if (first === undefined || second === undefined) throw new Error('a batch of 70');
    const swapped = { ...request, evaluatedElements: [second, first, ...rest] };
    expect([fast.finalise(swapped), slow.finalise(swapped)]).toEqual([
      { kind: 'proof_invalid' },
      { kind: 'proof_invalid' },
    ]);
  },
);
