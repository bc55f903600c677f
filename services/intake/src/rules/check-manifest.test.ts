import type { ExchangeParameters, Manifest } from '@credlink/contracts';
import {
  answerChallenge,
  challengeRows,
  NORMALISER_MAJOR,
  PACK_NAMES,
  PACKS,
  packFor,
  RULES,
} from '@credlink/tokens';
import { expect, test } from 'vitest';
import { checkManifest, LARGEST_FILE_BYTES, type UploadLimits } from './check-manifest.ts';

const exchange: ExchangeParameters = {
  exchangeId: '6f1d8a80-0000-4000-8000-000000000001',
  name: 'Test exchange',
  keyEpoch: 3,
  keyCheckValue: '0'.repeat(32),
  normaliserMajor: NORMALISER_MAJOR,
  packs: PACK_NAMES.map((name) => ({ name, version: PACKS[name].version })),
  oprfPublicKey: 'AAAA',
  nextEpoch: null,
};

const LIMITS: UploadLimits = { identityRows: 3000, factRows: 1000 };

const manifest: Manifest = {
  version: 1,
  kind: 'holders',
  sourceDigest: 'a'.repeat(64),
  pack: { name: 'holder', version: PACKS.holder.version },
  normaliserVersion: `${NORMALISER_MAJOR}.4.2`,
  keyEpoch: 3,
  files: {
    identity: { sha256: 'b'.repeat(64), bytes: 10, rows: 1 },
    facts: { sha256: 'c'.repeat(64), bytes: 10, rows: 1 },
  },
  subjects: 1,
  coverage: { from: '2020-01-01', to: '2020-12-31' },
  isOneRecordPerPerson: false,
  preflight: { rowsRead: 1, rowsSent: 1, rejected: {}, identifiers: {}, tokensByRule: {} },
  chanceAgreement: {},
  attributePresence: {},
  conformance: {},
  supersedes: null,
};

/** As the exchange's own program answers, unless a test says otherwise. */
function conforming(stated: Manifest): Manifest {
  if (Object.keys(stated.conformance).length > 0) return stated;
  return {
    ...stated,
    conformance: answerChallenge(challengeRows(stated.sourceDigest), packFor(stated.kind)),
  };
}

function codeOf(change: Partial<Manifest>): string {
  const verdict = checkManifest(conforming({ ...manifest, ...change }), exchange, LIMITS);
  return verdict.is === 'refused' ? verdict.code : verdict.is;
}

test('a manifest for this epoch, normaliser and pack is accepted', () => {
  expect(codeOf({})).toBe('accepted');
});

test('tokens of the epoch before and the epoch after are refused', () => {
  expect(codeOf({ keyEpoch: 2 })).toBe('key_epoch_not_current');
  expect(codeOf({ keyEpoch: 4 })).toBe('key_epoch_not_current');
});

test('tokens of the next epoch are accepted beside those of the current one once it was begun, and no others', () => {
  const nextEpoch = { keyEpoch: 4, keyCheckValue: '1'.repeat(32), oprfPublicKey: 'AAAA', due: null };
  const verdictOn = (keyEpoch: number) =>
    checkManifest(conforming({ ...manifest, keyEpoch }), { ...exchange, nextEpoch }, LIMITS);
  expect([3, 4].map((epoch) => verdictOn(epoch).is)).toEqual(['accepted', 'accepted']);
  for (const epoch of [1, 2, 5]) {
    expect(verdictOn(epoch)).toMatchObject({
      code: 'key_epoch_not_current',
      reason: expect.stringContaining(`key epoch ${epoch}; the exchange takes 3, and 4 already`),
    });
  }
});

test('another normaliser major is refused, another minor is not', () => {
  expect(codeOf({ normaliserVersion: `${NORMALISER_MAJOR - 1}.0.0` })).toBe('normaliser_major_not_accepted');
  expect(codeOf({ normaliserVersion: '11.0.0' })).toBe('normaliser_major_not_accepted');
  expect(codeOf({ normaliserVersion: `${NORMALISER_MAJOR}.99.0` })).toBe('accepted');
});

test('another pack, or another version of an accepted pack, is refused', () => {
  expect(codeOf({ pack: { name: 'other', version: '1.0.0' } })).toBe('pack_not_accepted');
  expect(codeOf({ pack: { name: 'holder', version: '1.0.1' } })).toBe('pack_not_accepted');
});

test.each([
  ['holders', 'holder'],
  ['roster', 'full'],
  ['register', 'register'],
  ['wages', 'wage'],
  ['clearinghouse', 'enrolment'],
  ['enrollment', 'reference'],
  ['courses', 'reference'],
  ['awards', 'reference'],
  ['level_gains', 'reference'],
] as const)('a file of %s comes under the pack %s and no other the exchange accepts', (kind, own) => {
  const accepted = PACK_NAMES.filter(
    (name) => codeOf({ kind, pack: { name, version: PACKS[name].version } }) !== 'pack_not_accepted',
  );
  expect(accepted).toEqual([own]);
});

test('a file without persons comes under the smallest pack', () => {
  const { facts } = manifest.files;
  const files = { identity: { ...facts, rows: 0 }, facts };
  const accepted = PACK_NAMES.filter(
    (name) =>
      codeOf({ kind: 'employers', files, pack: { name, version: PACKS[name].version } }) === 'accepted',
  );
  expect(accepted).toEqual(['reference']);
});

test('a level or a rule of no pack is refused, whatever its figure', () => {
  expect(codeOf({ chanceAgreement: { 'surname.exact': 0, 'email.local': 1 } })).toBe('accepted');
  expect(codeOf({ chanceAgreement: { 'smith.john': 0 } })).toBe('manifest_invalid');
  const counted = (rule: number) =>
    codeOf({ preflight: { ...manifest.preflight, tokensByRule: { [rule]: 0 } } });
  expect(counted(RULES.reference.code)).toBe('manifest_invalid');
  expect(counted(PACKS.holder.rules[0]?.code ?? 0)).toBe('accepted');
});

test('a file may hold the largest size and not a byte more', () => {
  const facts = manifest.files.facts;
  const sized = (bytes: number) => ({ files: { identity: { ...facts, bytes }, facts } });
  expect(codeOf(sized(LARGEST_FILE_BYTES))).toBe('accepted');
  expect(codeOf(sized(LARGEST_FILE_BYTES + 1))).toBe('body_too_large');
  expect(codeOf(sized(0))).toBe('manifest_invalid');
});

const sized = (
  identity: { readonly bytes: number; readonly rows: number },
  facts: { readonly bytes: number; readonly rows: number },
  subjects: number,
) => {
  const { files } = manifest;
  return codeOf({
    subjects,
    files: { identity: { ...files.identity, ...identity }, facts: { ...files.facts, ...facts } },
  });
};

test('an upload may hold as many rows as the exchange allows, and not one more', () => {
  const bytes = 1_000_000;
  expect(sized({ bytes, rows: 3000 }, { bytes, rows: 1000 }, 1000)).toBe('accepted');
  expect(sized({ bytes, rows: 3001 }, { bytes, rows: 1000 }, 1000)).toBe('body_too_large');
  expect(sized({ bytes, rows: 3000 }, { bytes, rows: 1001 }, 1000)).toBe('body_too_large');
});

test('more rows than bytes can stand for are refused', () => {
  const facts = { bytes: 10, rows: 160 };
  expect(sized({ bytes: 10, rows: 10 }, facts, 10)).toBe('accepted');
  expect(sized({ bytes: 10, rows: 11 }, facts, 10)).toBe('manifest_invalid');
  expect(sized({ bytes: 10, rows: 10 }, { bytes: 10, rows: 161 }, 10)).toBe('manifest_invalid');
});

test('more subjects than facts, or more tokens than rules can make of the subjects, are refused', () => {
  const { rules, maxValuesPerRule } = PACKS.holder;
  const most = rules.length * maxValuesPerRule;
  const bytes = 1_000_000;
  expect(sized({ bytes, rows: most }, { bytes, rows: 1 }, 1)).toBe('accepted');
  expect(sized({ bytes, rows: most + 1 }, { bytes, rows: 1 }, 1)).toBe('manifest_invalid');
  expect(sized({ bytes, rows: 1 }, { bytes, rows: 1 }, 2)).toBe('manifest_invalid');
});

test('a kind without persons with identity rows is refused', () => {
  const pack = { name: 'reference', version: PACKS.reference.version };
  expect(codeOf({ kind: 'employers', pack })).toBe('manifest_invalid');
});

test('a coverage that ends before it begins is refused', () => {
  expect(codeOf({ coverage: { from: '2020-01-02', to: '2020-01-01' } })).toBe('manifest_invalid');
  expect(codeOf({ coverage: { from: '2020-01-02', to: '2020-01-02' } })).toBe('accepted');
});

test('a program that makes other tokens of the challenge rows is refused, and told where it departs', () => {
  const { conformance } = conforming(manifest);
  const { code: soundCode } = RULES.surnameSoundYearMonth;
  const drifted = Object.fromEntries(
    Object.entries(conformance).map(([code, digest]) => [
      code,
      PACKS.holder.rules.some((rule) => String(rule.code) === code && rule.levels.includes('surname.soundex'))
        ? '0'.repeat(16)
        : digest,
    ]),
  );
  expect(drifted[soundCode]).not.toBe(conformance[soundCode]);
  const verdict = checkManifest({ ...manifest, conformance: drifted }, exchange, LIMITS);
  expect(verdict).toMatchObject({ is: 'refused', code: 'conformance_failed' });
  expect(verdict).toHaveProperty('reason', expect.stringContaining('part at level surname.soundex.'));
  expect(codeOf({ conformance })).toBe('accepted');
});

test('answers to the challenge of another file, or none under a rule, are refused', () => {
  const { conformance } = conforming({ ...manifest, sourceDigest: 'f'.repeat(64) });
  expect(codeOf({ conformance })).toBe('conformance_failed');
  const [, ...others] = Object.entries(conforming(manifest).conformance);
  expect(codeOf({ conformance: Object.fromEntries(others) })).toBe('conformance_failed');
});
