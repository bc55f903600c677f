import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadOprf } from './load-oprf.ts';
import type { FinaliseRequest, OprfProtocol } from './oprf-protocol.ts';
import { ssnOprfInput } from './ssn-input.ts';

/** Encodings no party may accept: the identity, and one above the field's prime. */
const IDENTITY = new Uint8Array(32);
const NOT_CANONICAL = new Uint8Array(32).fill(0xff);
/** The order of the group: as a scalar it is zero. */
const ORDER = hexToBytes('edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010');

let oprf: OprfProtocol;
let secretKey: Uint8Array;
let publicKey: Uint8Array;
const scalar = (seed: number): Uint8Array => oprf.scalarFromRandom(new Uint8Array(64).fill(seed));
const inputs = ['604420998', '345546795', '512340998'].map(ssnOprfInput);

beforeAll(async () => {
  oprf = await loadOprf();
  ({ secretKey, publicKey } = oprf.deriveKeyPair(new Uint8Array(32).fill(3), new Uint8Array(0)));
});

/** A whole honest round with these blinds. */
function round(blinds: readonly Uint8Array[]): FinaliseRequest {
  const blindedElements = oprf.blind(inputs, blinds);
  const evaluation = oprf.evaluate(secretKey, blindedElements, scalar(99));
  if (evaluation.kind !== 'evaluated') throw new Error(evaluation.kind);
  const { evaluatedElements, proof } = evaluation;
  return { inputs, blinds, blindedElements, evaluatedElements, proof, publicKey };
}

function outputs(request: FinaliseRequest): readonly string[] {
  const final = oprf.finalise(request);
  return final.kind === 'outputs' ? final.outputs.map(bytesToHex) : [final.kind];
}

const honest = (): FinaliseRequest => round([scalar(1), scalar(2), scalar(3)]);

test('the output depends on key and input only, not on the blind', () => {
  const first = outputs(honest());
  expect(first).toHaveLength(3);
  expect(new Set(first).size).toBe(3);
  for (const output of first) expect(output).toMatch(/^[0-9a-f]{128}$/);
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 64, maxLength: 64 }).filter((bytes) => bytes.some((b) => b > 0)),
      (random) => {
        const blind = oprf.scalarFromRandom(random);
        expect(outputs(round([blind, scalar(2), blind]))).toEqual(first);
      },
    ),
    { numRuns: 10 },
  );
});

test('the SSN is domain-separated and must have nine digits', () => {
  expect(String.fromCharCode(...ssnOprfInput('604420998'))).toBe('credlink/ssn/v1604420998');
  for (const bad of ['60442099', '6044209980', '60442099a', ''])
    expect(() => ssnOprfInput(bad)).toThrow(TypeError);
});

describe('a proof that does not hold is refused', () => {
  test('another key evaluated one element', () => {
    const request = honest();
    const other = oprf.evaluate(scalar(77), request.blindedElements, scalar(99));
    if (other.kind !== 'evaluated') throw new Error(other.kind);
    const [first = IDENTITY, ...rest] = request.evaluatedElements;
    const [swapped = IDENTITY] = other.evaluatedElements;
    expect(outputs({ ...request, evaluatedElements: [swapped, ...rest] })).toEqual(['proof_invalid']);
    expect(outputs({ ...request, evaluatedElements: [...rest, first] })).toEqual(['proof_invalid']);
    expect(outputs({ ...request, evaluatedElements: other.evaluatedElements, proof: other.proof })).toEqual([
      'proof_invalid',
    ]);
  });

  test('any changed bit of the proof, a short, a long or no proof', () => {
    const request = honest();
    const proof = request.proof ?? IDENTITY;
    for (const at of [0, 15, 31, 32, 47, 63]) {
      const changed = proof.map((byte, index) => (index === at ? byte ^ 1 : byte));
      expect(outputs({ ...request, proof: changed })).toEqual(['proof_invalid']);
    }
    for (const changed of [proof.subarray(1), Uint8Array.of(...proof, 0), new Uint8Array(64), null]) {
      expect(outputs({ ...request, proof: changed })).toEqual(['proof_invalid']);
    }
  });

  test('another public key, or one that is none', () => {
    const request = honest();
    expect(outputs({ ...request, publicKey: oprf.publicKeyOf(scalar(5)) })).toEqual(['proof_invalid']);
    expect(outputs({ ...request, publicKey: IDENTITY })).toEqual(['proof_invalid']);
    expect(outputs({ ...request, publicKey: NOT_CANONICAL })).toEqual(['proof_invalid']);
  });

  test('fewer or more evaluated elements than asked for', () => {
    const request = honest();
    expect(outputs({ ...request, evaluatedElements: request.evaluatedElements.slice(1) })).toEqual([
      'proof_invalid',
    ]);
  });
});

describe('elements and scalars that are none are refused', () => {
  test.each([
    ['the identity', IDENTITY],
    ['a non-canonical encoding', NOT_CANONICAL],
    ['31 bytes', new Uint8Array(31).fill(1)],
    ['no bytes', new Uint8Array(0)],
  ])('%s, on both sides', (_, bad) => {
    const request = honest();
    const [first = IDENTITY, , third = IDENTITY] = request.blindedElements;
    expect(oprf.evaluate(secretKey, [first, bad, third], scalar(99))).toEqual({
      kind: 'element_invalid',
      index: 1,
    });
    const evaluatedElements = [...request.evaluatedElements.slice(0, 2), bad];
    expect(oprf.finalise({ ...request, evaluatedElements })).toEqual({ kind: 'element_invalid', index: 2 });
  });

  test.each([
    ['zero', () => new Uint8Array(32)],
    ['the group order', () => ORDER],
    ['all ones', () => NOT_CANONICAL],
  ])('%s is no blind, no key and no proof randomness', (_, bad) => {
    const { blindedElements } = honest();
    expect(() => oprf.blind(inputs, [bad(), scalar(2), scalar(3)])).toThrow(RangeError);
    expect(() => oprf.publicKeyOf(bad())).toThrow(RangeError);
    expect(() => oprf.evaluate(bad(), blindedElements, scalar(99))).toThrow(RangeError);
    expect(() => oprf.evaluate(secretKey, blindedElements, bad())).toThrow(RangeError);
  });

  test('one below the order is a scalar', () => {
    const below = ORDER.map((byte, index) => (index === 0 ? byte - 1 : byte));
    expect(oprf.publicKeyOf(below)).toHaveLength(32);
  });

  test('empty batches and missing blinds are refused', () => {
    expect(() => oprf.blind([], [])).toThrow(RangeError);
    expect(() => oprf.blind(inputs, [scalar(1)])).toThrow(RangeError);
    expect(() => oprf.evaluate(secretKey, [], scalar(99))).toThrow(RangeError);
    expect(() => oprf.scalarFromRandom(new Uint8Array(32))).toThrow(RangeError);
  });
});
