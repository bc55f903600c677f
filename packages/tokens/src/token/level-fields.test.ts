import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { utf8 } from '../encoding/utf8.ts';
import type { Identifiers } from '../identifiers.ts';
import { type KnownLevel, LEVELS } from '../levels/level-order.ts';
import { levelValues } from '../levels/level-values.ts';
import { createNormaliser, normaliseIdentifiers } from '../normalise/normalise-identifiers.ts';
import { NORMALISER_MAJOR } from '../normalise/version.ts';
import { PACKS } from '../packs/packs.ts';
import type { PackRule, RulePack } from '../rule-pack.ts';
import { withoutBareSsn } from './bare-ssn.ts';
import { eachComposite } from './composites.ts';
import { deriveKey } from './derive-key.ts';
import { plainKernel } from './hash-kernel.ts';
import { createTokeniser, type Token } from './tokeniser.ts';

const KEY = new Uint8Array(32).fill(9);
const EVALUATION = new Uint8Array(64).fill(5);
const TODAY = '2026-01-01';

/** Few values, so that records share some and what is remembered is used. */
const records = fc.record(
  {
    givenName: fc.constantFrom('Ann', 'Mary-Jo', 'Bob', 'José', '604420998TH', '李'),
    surname: fc.constantFrom('Smith', 'Hostetter-Smith', 'de la Cruz', "O'Neil", 'née Vance', 'Unknown'),
    formerSurname: fc.constantFrom('Vance', 'Smith', ''),
    middleName: fc.constantFrom('Q', 'Ann', 'Marie'),
    dateOfBirth: fc.constantFrom('1994-03-09', '03/09/1994', '1980-12-31', 'x'),
    sex: fc.constantFrom('F', 'M', '9'),
    ssn: fc.constantFrom('604-42-0998', '512340998', '123456789', ''),
    street: fc.constantFrom('604420998 Main St', '12 Oak Avenue Apt 3', ''),
    city: fc.constantFrom('Saint Paul', '604420998', 'St Paul'),
    zip: fc.constantFrom('01563', '1563', 'x'),
    phone: fc.constantFrom('201-555-0188', '2012345678'),
    email: fc.constantFrom('604420998@example.org', 'ann.smith@example.org'),
  },
  { requiredKeys: [] },
);

/** A pack of one rule a level, and the pack of all rules. */
const SINGLE: RulePack = {
  name: 'levels',
  version: '1.0.0',
  maxValuesPerRule: 5,
  rules: Object.values(LEVELS)
    .flat()
    .map((level, index) => ({ code: index + 1, id: level, role: 'candidate', levels: [level] })),
};

const hex = (tokens: readonly Token[]): string[] =>
  tokens.map(({ code, token }) => `${code} ${bytesToHex(token)}`);

test('a record has as many tokens at a level as distinct values that hide its SSN, up to the cap', () => {
  const tokeniser = createTokeniser({ exchangeKey: KEY, keyEpoch: 1, pack: SINGLE });
  fc.assert(
    fc.property(records, (raw) => {
      const record = normaliseIdentifiers(raw, TODAY);
      const found = tokeniser.tokensOf(record, null);
      for (const { code, levels } of SINGLE.rules) {
        for (const level of levels) {
          const values = withoutBareSsn([...new Set(levelValues(level, record, null))], record.ssn);
          expect(found.filter((one) => one.code === code)).toHaveLength(Math.min(5, values.length));
        }
      }
    }),
  );
});

/** The tokens of a record by their definition, with the library and nothing remembered. */
function byDefinition(pack: RulePack, keys: ReadonlyMap<number, Uint8Array>, record: Identifiers): string[] {
  const tokens: string[] = [];
  for (const { code, levels } of pack.rules) {
    const lists = levels.map((level) => {
      const values = [...new Set(levelValues(level, record, bytesToHex(EVALUATION)))];
      return level === 'ssn.nine' ? values : withoutBareSsn(values, record.ssn);
    });
    eachComposite(
      lists.map(({ length }) => length),
      pack.maxValuesPerRule,
      (positions) => {
        const message = lists.flatMap((list, level) => {
          const field = utf8(list[positions[level] ?? 0] ?? '');
          return [field.length >> 8, field.length & 0xff, ...field];
        });
        const mac = hmac(sha256, keys.get(code) ?? KEY, Uint8Array.from(message));
        tokens.push(`${code} ${bytesToHex(mac.subarray(0, 16))}`);
      },
    );
  }
  return tokens;
}

test.each([...Object.values(PACKS), SINGLE])(
  'what was remembered of earlier records and which kernel hashes change no token of pack $name',
  (pack) => {
    const options = { exchangeKey: KEY, keyEpoch: 1, pack };
    const tokenisers = [createTokeniser(options), createTokeniser(options, plainKernel)];
    const normalise = createNormaliser(TODAY);
    const keys = new Map(
      pack.rules.map(({ code }) => [code, deriveKey(KEY, 'rule', code, NORMALISER_MAJOR, 1)]),
    );
    fc.assert(
      fc.property(fc.array(records, { minLength: 1, maxLength: 4 }), (batch) => {
        const expected = batch.map((raw) => byDefinition(pack, keys, normaliseIdentifiers(raw, TODAY)));
        for (const tokeniser of tokenisers) {
          const counts = batch.map((raw) => tokeniser.add(normalise(raw), EVALUATION));
          expect(counts).toEqual(expected.map(({ length }) => length));
          const { codes, tokens } = tokeniser.take();
          const found = [...codes].map(
            (code, at) => `${code} ${bytesToHex(tokens.subarray(at * 16, (at + 1) * 16))}`,
          );
          expect(found).toEqual(expected.flat());
        }
      }),
      { numRuns: 20 },
    );
  },
  30_000,
);

test('more names than can be remembered change nothing', () => {
  const rule = (code: number, level: KnownLevel): PackRule => ({
    code,
    id: level,
    role: 'candidate',
    levels: [level],
  });
  const pack = { ...SINGLE, rules: [rule(1, 'surname.part'), rule(2, 'surname.soundex')] };
  const used = createTokeniser({ exchangeKey: KEY, keyEpoch: 1, pack });
  const name = (number: number): string =>
    Array.from({ length: 16 }, (_, place) => String.fromCharCode(65 + ((number >> place) & 1) + place)).join(
      '',
    );
  const anybody = normaliseIdentifiers({ surname: 'Smith' }, TODAY);
  const record = (number: number): Identifiers => ({ ...anybody, surname: [name(number)] });
  for (let number = 0; number < 60_000; number++) {
    used.add(record(number), null);
    if (number % 1000 === 0) used.take();
  }
  used.take();
  const fresh = createTokeniser({ exchangeKey: KEY, keyEpoch: 1, pack });
  for (const number of [3, 12_345, 59_999]) {
    expect(hex(used.tokensOf(record(number), null))).toEqual(hex(fresh.tokensOf(record(number), null)));
  }
});

test('values beyond the cap of a rule are in none of its composites', () => {
  for (const counts of [[40], [40, 3], [1, 40], [2, 40, 2]]) {
    eachComposite(counts, 16, (positions) => expect(Math.max(...positions)).toBeLessThan(16));
  }
});
