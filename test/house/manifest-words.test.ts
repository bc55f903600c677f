import { MANIFEST_ATTRIBUTES, Manifest } from '@credlink/contracts';
import { ATTRIBUTES, isKnownLevel, LEVELS, PACKS } from '@credlink/tokens';
import { expect, test } from 'vitest';

const count = { valid: 0, missing: 0, invalid: 0, placeholder: 0 };

const manifest: Manifest = {
  version: 1,
  kind: 'holders',
  sourceDigest: 'a'.repeat(64),
  pack: { name: 'holder', version: '1.0.0' },
  normaliserVersion: '1.4.2',
  keyEpoch: 1,
  files: {
    identity: { sha256: 'b'.repeat(64), bytes: 1, rows: 1 },
    facts: { sha256: 'c'.repeat(64), bytes: 1, rows: 1 },
  },
  subjects: 1,
  coverage: null,
  isOneRecordPerPerson: false,
  preflight: { rowsRead: 1, rowsSent: 1, rejected: {}, identifiers: {}, tokensByRule: {} },
  chanceAgreement: {},
  attributePresence: {},
  conformance: {},
  supersedes: null,
};

const isManifest = (change: Partial<Manifest>): boolean =>
  Manifest.safeParse({ ...manifest, ...change }).success;

test('the attributes a manifest may name are those tokens are made of', () => {
  expect(MANIFEST_ATTRIBUTES).toEqual(ATTRIBUTES);
});

test('every attribute, level, rule and pack there is fits a manifest', () => {
  const levels = Object.values(LEVELS).flat();
  expect(levels.every(isKnownLevel)).toBe(true);
  for (const pack of Object.values(PACKS)) {
    const change = {
      pack: { name: pack.name, version: pack.version },
      preflight: {
        ...manifest.preflight,
        identifiers: Object.fromEntries(ATTRIBUTES.map((attribute) => [attribute, count])),
        tokensByRule: Object.fromEntries(pack.rules.map((rule) => [String(rule.code), 1])),
      },
      chanceAgreement: Object.fromEntries(levels.map((level) => [level, 0.5])),
      attributePresence: Object.fromEntries(ATTRIBUTES.map((attribute) => [attribute, 1])),
    };
    expect([pack.name, isManifest(change)]).toEqual([pack.name, true]);
  }
});

test.each([
  ['an identifier', { preflight: { ...manifest.preflight, identifiers: { 'SMITH JOHN': count } } }],
  ['a rule', { preflight: { ...manifest.preflight, tokensByRule: { '123456789': 0 } } }],
  ['a level', { chanceAgreement: { '123-45-6789': 0 } }],
  ['a level, by a name', { chanceAgreement: { 'surname.o-neil': 0 } }],
  ['an attribute', { attributePresence: { smith: 0 } }],
  ['a pack', { pack: { name: 'SMITH', version: '1.0.0' } }],
  ['the version of a pack', { pack: { name: 'holder', version: '1.0.0-smith' } }],
  ['the version of the normaliser', { normaliserVersion: '1.0.123456789' }],
] as const)("a word of the contributor's own in place of %s is refused", (_, change) => {
  expect(isManifest({})).toBe(true);
  expect(isManifest(change)).toBe(false);
});
