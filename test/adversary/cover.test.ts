import { createTokeniser, normaliseIdentifiers, PACKS, type RawIdentifiers, RULES } from '@credlink/tokens';
import { bulkInsert } from '@credlink/vault';
import { describe, expect, test } from 'vitest';
import { coverTokens, fillKeyOf } from '../bench/attack-cover.ts';
import { withEngine } from '../linkage/small-town.ts';

const KEY = new Uint8Array(32).fill(9);
const ADA: RawIdentifiers = {
  givenName: 'Ada',
  surname: 'Lovelace',
  dateOfBirth: '1980-12-10',
  street: '12 Mill Road',
  city: 'Riverbend',
  zip: '06902',
};
/** Lives with Ada. */
const BYRON: RawIdentifiers = { ...ADA, givenName: 'Byron', dateOfBirth: '1955-03-02' };
const GRACE: RawIdentifiers = { givenName: 'Bartholomea', surname: 'Hopper', dateOfBirth: '1976-12-09' };

type Row = { readonly subject: number; readonly rule: number; readonly token: string };

/** The tokens of a file as made, and as sent. Subjects are numbered in the order of the records. */
async function cover(
  records: readonly RawIdentifiers[],
): Promise<{ made: readonly Row[]; sent: readonly Row[]; heldBack: number }> {
  return withEngine(async (engine) => {
    const tokeniser = createTokeniser({ exchangeKey: KEY, keyEpoch: 1, pack: PACKS.holder });
    await engine.run('CREATE OR REPLACE TABLE made (subject_id UBIGINT, rule USMALLINT, token UUID)');
    const insert = await bulkInsert(engine, 'made', ['UBIGINT', 'USMALLINT', 'UUID']);
    for (const [subject, raw] of records.entries()) {
      const record = normaliseIdentifiers(raw, '2026-01-01');
      for (const { code, token } of tokeniser.tokensOf(record, null))
        insert.add([BigInt(subject), code, token]);
    }
    insert.finish();
    const { query, heldBackByRule } = await coverTokens(engine, 'made', fillKeyOf(KEY));
    const read = (relation: string) =>
      engine.rows(
        `SELECT subject_id, rule, token::VARCHAR AS token FROM ${relation} ORDER BY ALL`,
        [],
        (row) => ({
          subject: Number(row.subject_id),
          rule: Number(row.rule),
          token: String(row.token),
        }),
      );
    return {
      made: await read('made'),
      sent: await read(`(${query})`),
      heldBack: [...heldBackByRule.values()].reduce((sum, tokens) => sum + tokens, 0),
    };
  });
}

function countsOf(rows: readonly Row[], subject: number): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const row of rows.filter((one) => one.subject === subject)) {
    counts.set(row.rule, (counts.get(row.rule) ?? 0) + 1);
  }
  return counts;
}

describe('what a cover leaves of a file', () => {
  test('has no token that two people share', async () => {
    const { made, sent, heldBack } = await cover([ADA, BYRON, GRACE]);
    const sharers = (rows: readonly Row[]) => {
      const subjects = new Map<string, Set<number>>();
      for (const { token, subject } of rows)
        subjects.set(token, (subjects.get(token) ?? new Set()).add(subject));
      return [...subjects.values()].filter((set) => set.size > 1).length;
    };
    expect(sharers(made)).toBeGreaterThan(3);
    expect(sharers(sent)).toBe(0);
    expect(heldBack).toBe(2 * sharers(made));
  });

  test('has every token that tells its subject from everybody else', async () => {
    const { made, sent } = await cover([ADA, BYRON, GRACE]);
    const tokens = new Set(sent.map(({ token }) => token));
    const own = made.filter(({ token }) => made.filter((other) => other.token === token).length === 1);
    expect(own.filter(({ token }) => !tokens.has(token))).toEqual([]);
  });

  test('has one, four or sixteen tokens a rule, whatever was held back and however long the names are', async () => {
    const { made, sent } = await cover([ADA, BYRON, GRACE]);
    for (const subject of [0, 1, 2]) {
      const [before, after] = [countsOf(made, subject), countsOf(sent, subject)];
      expect([...after.keys()]).toEqual([...before.keys()]);
      for (const [rule, count] of before) {
        expect(after.get(rule)).toBe(count === 1 ? 1 : count <= 4 ? 4 : 16);
      }
    }
    const typo = RULES.surnameTypoYear.code;
    expect(countsOf(made, 0).get(typo)).not.toBe(countsOf(made, 2).get(typo));
    expect(countsOf(sent, 0).get(typo)).toBe(countsOf(sent, 2).get(typo));
  });

  test('keeps what two entries of one person share who moved', async () => {
    const moved = { ...ADA, street: '7 Quarry Lane', city: 'Old Tarrow', zip: '06231' };
    expect((await cover([ADA, moved])).heldBack).toBe(0);
  });

  test('agrees on what stands in with another file that says the same of the person', async () => {
    const first = await cover([ADA, BYRON]);
    const second = await cover([ADA, BYRON, GRACE]);
    const of = ({ sent }: typeof first) =>
      sent.filter(({ subject }) => subject === 0).map(({ token }) => token);
    expect(of(second)).toEqual(of(first));
  });
});
