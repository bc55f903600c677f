import type { DestructionStatement } from '@credlink/contracts';
import { expect, test } from 'vitest';
import { canonicalText } from './canonical-json.ts';
import { checkDestruction, type EpochInHand } from './check-destruction.ts';

const KEY = `${'A'.repeat(42)}8=`;
const signature = { algorithm: 'Ed25519', publicKey: KEY, value: `${'A'.repeat(86)}==` };
const CHECK_VALUE = '0'.repeat(32);

const STATEMENT: DestructionStatement = {
  version: 1,
  document: 'key destruction',
  exchangeId: '4b1f0f52-8ea4-4a4a-9c1c-3b2a5f7f0001',
  key: { kind: 'key_epoch', keyEpoch: 1 },
  epochKeys: { keyCheckValue: CHECK_VALUE, oprfPublicKey: 'AAAA' },
  uploads: { left: 0, moved: 2, dropped: 0 },
  emptiedAt: '2026-01-01T00:00:00.000Z',
  declaredBy: 'alliance/1',
  declaredAt: '2026-01-02T00:00:00.000Z',
  checked: ['No upload has tokens made under the keys.'],
  notChecked: ['Backups.'],
};

const IN_HAND: EpochInHand = {
  exchangeId: STATEMENT.exchangeId,
  keyEpoch: 1,
  keyCheckValue: CHECK_VALUE,
};

/** Stands for Ed25519: one text alone is signed. */
const isSignedBy = (key: string, text: string) => key === KEY && text === canonicalText(STATEMENT);

const findingsOf = (
  document: unknown,
  trusted: readonly string[] = [KEY],
  inHand: EpochInHand | null = null,
) => checkDestruction(document, trusted, inHand, isSignedBy).findings;

test('what a trusted key signed has no finding, in whatever order its members stand', () => {
  expect(findingsOf({ ...STATEMENT, signature }, [KEY], IN_HAND)).toEqual([]);
  const backwards = Object.fromEntries(Object.entries({ ...STATEMENT, signature }).toReversed());
  expect(findingsOf(backwards)).toEqual([]);
});

test.each<[string, Partial<DestructionStatement>]>([
  ['its epoch', { key: { kind: 'key_epoch', keyEpoch: 2 } }],
  ['its kind', { key: { kind: 'vault_key', keyCheck: CHECK_VALUE } }],
  ['its keys', { epochKeys: null }],
  ['its counts', { uploads: { left: 0, moved: 3, dropped: 0 } }],
  ['what was not checked', { notChecked: [] }],
  ['its declarer', { declaredBy: 'nobody/1' }],
])('another word in %s breaks the signature', (_, change) => {
  expect(findingsOf({ ...STATEMENT, ...change, signature })).toEqual(['signature_wrong']);
});

test('no signature, nobody’s trusted key, and a declaration before the files were gone are findings', () => {
  expect(findingsOf({ ...STATEMENT, signature: null })).toEqual(['not_signed']);
  expect(findingsOf({ ...STATEMENT, signature }, [`${'B'.repeat(42)}8=`])).toEqual(['signed_by_another_key']);
  expect(findingsOf({ ...STATEMENT, signature }, [])).toEqual(['signed_by_another_key']);
  const early = { ...STATEMENT, declaredAt: '2025-12-31T23:59:59.999Z', signature };
  expect(findingsOf(early)).toEqual(['signature_wrong', 'declared_before_it_was_empty']);
});

test('a certificate of another exchange, epoch or key is not that of the key in hand', () => {
  const changes: readonly Partial<EpochInHand>[] = [
    { exchangeId: '4b1f0f52-8ea4-4a4a-9c1c-3b2a5f7f0002' },
    { keyEpoch: 2 },
    { keyCheckValue: '1'.repeat(32) },
  ];
  for (const change of changes)
    expect(findingsOf({ ...STATEMENT, signature }, [KEY], { ...IN_HAND, ...change })).toEqual([
      'of_another_key',
    ]);
});

test.each<[string, unknown]>([
  ['a certificate of a release', { checks: [], signature }],
  ['uploads left under the key', { ...STATEMENT, uploads: { left: 1, moved: 2, dropped: 0 }, signature }],
  ['a member nobody signs', { ...STATEMENT, signature, note: 'x' }],
  ['another version', { ...STATEMENT, version: 2, signature }],
  ['a list', []],
])('%s is refused', (_, document) => {
  expect(() => findingsOf(document)).toThrow('no certificate of destruction');
});
