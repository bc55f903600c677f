import { expect, test } from 'vitest';
import { canonicalText } from './canonical-json.ts';
import { checkCertificate } from './check-certificate.ts';
import { notCheckable } from './report.ts';

const KEY = keyOf('A');
const VALUE = `${'A'.repeat(86)}==`;

function keyOf(letter: string): string {
  return `${letter.repeat(42)}8=`;
}

const FAILED = { id: 'B4', result: 'failed', violations: 3, undecided: 0, note: '' } as const;
const CHECKS = [FAILED, notCheckable('B1', '')];

function kindsOf(document: unknown, options: { trustedKey?: string; isSigned?: boolean } = {}) {
  const tools = {
    isSignedBy: () => options.isSigned ?? true,
    digests: { cellsSha256: 'ab'.repeat(32), latticeSha256: 'ab'.repeat(32) },
    trustedKey: options.trustedKey ?? null,
  };
  return checkCertificate(document, CHECKS, tools).findings.map(({ kind }) => kind);
}

const signature = { algorithm: 'Ed25519', publicKey: KEY, value: VALUE };

test('a certificate that claims what was found to fail is a finding', () => {
  expect(kindsOf({ checks: [{ id: 'B4', result: 'passed' }] })).toEqual(['says_passed_B4']);
  expect(kindsOf({ checks: [{ id: 'B4', result: 'not_checked' }] })).toEqual([]);
  expect(kindsOf({ checks: [{ id: 'B1', result: 'passed' }] })).toEqual([]);
});

test('another digest, a broken signature, another key and none at all are findings', () => {
  expect(kindsOf({ checks: [], cellsSha256: 'cd'.repeat(32) })).toEqual(['cells_digest_differs']);
  expect(kindsOf({ checks: [], latticeSha256: 'cd'.repeat(32) })).toEqual(['lattice_digest_differs']);
  expect(kindsOf({ checks: [], signature: null }, { trustedKey: KEY })).toEqual(['not_signed']);
  expect(kindsOf({ checks: [], signature }, { isSigned: false })).toEqual(['signature_wrong']);
  expect(kindsOf({ checks: [], signature }, { trustedKey: keyOf('B') })).toEqual(['signed_by_another_key']);
  expect(kindsOf({ checks: [] }, { trustedKey: KEY })).toEqual(['not_signed']);
  expect(kindsOf({ checks: [], signature }, { trustedKey: KEY })).toEqual([]);
});

test('canonical text has members in order, no white space, and numbers as ECMAScript writes them', () => {
  expect(canonicalText({ b: [1.0, 1e21, 'é'], a: { z: null, y: true } })).toBe(
    '{"a":{"y":true,"z":null},"b":[1,1e+21,"é"]}',
  );
  expect(() => canonicalText(Number.NaN)).toThrow(RangeError);
});
