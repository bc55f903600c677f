import { describe, expect, it } from 'vitest';
import { LEVELS } from '../levels/level-order.ts';
import { normaliseIdentifiers } from '../normalise/normalise-identifiers.ts';
import { PACKS } from '../packs/packs.ts';
import { answerChallenge, driftBetween } from './answer-challenge.ts';
import { CHALLENGE_DAY, challengeRows } from './challenge-rows.ts';

const SEEDS = ['a'.repeat(64), 'b'.repeat(64), '0123'.repeat(16)];

describe('challenge rows', () => {
  it('are the same for one seed and others for another', () => {
    expect(challengeRows('x')).toEqual(challengeRows('x'));
    expect(challengeRows('x')).not.toEqual(challengeRows('y'));
  });

  it.each(SEEDS)('put every rule of every pack to the test: %s', (seed) => {
    const rows = challengeRows(seed);
    for (const pack of Object.values(PACKS)) {
      const silent = answerChallenge([], pack);
      const answer = answerChallenge(rows, pack);
      for (const { code } of pack.rules) expect(answer[code]).not.toBe(silent[code]);
    }
  });

  it.each(SEEDS)('hold valid, invalid and placeholder values: %s', (seed) => {
    const states = challengeRows(seed).flatMap((row) =>
      Object.values(normaliseIdentifiers(row, CHALLENGE_DAY).states),
    );
    expect(new Set(states)).toEqual(new Set(['valid', 'missing', 'invalid', 'placeholder']));
  });
});

describe('drift', () => {
  const pack = PACKS.holder;
  const rows = challengeRows('seed');
  const expected = answerChallenge(rows, pack);

  it('is none between two runs of one program', () => {
    expect(driftBetween(pack, expected, answerChallenge(rows, pack))).toBeNull();
  });

  it('names the rules and the one level a changed normaliser shows in', () => {
    // A program that reads years of two digits in another century.
    const aged = rows.map((row) =>
      row.dateOfBirth === '9-Mar-94' ? { ...row, dateOfBirth: '1894-03-09' } : row,
    );
    const drift = driftBetween(pack, expected, answerChallenge(aged, pack));
    const attributes = new Set(drift?.levels.map((level) => level.split('.')[0]));
    expect(attributes).toEqual(new Set(['birthDate']));
    expect(drift?.rules.every((id) => id.includes('birthDate.'))).toBe(true);
  });

  it('sees accents that are dropped instead of folded', () => {
    const dropped = rows.map((row) => ({ ...row, surname: row.surname?.replace(/[^\x20-\x7e]/g, '') ?? '' }));
    const drift = driftBetween(pack, expected, answerChallenge(dropped, pack));
    const surname: readonly string[] = LEVELS.surname;
    expect(drift?.levels.length).toBeGreaterThan(0);
    expect(drift?.levels.filter((level) => !surname.includes(level))).toEqual([]);
  });

  it('is a rule without an answer', () => {
    const [first] = pack.rules;
    const { [String(first?.code)]: _one, ...others } = expected;
    expect(driftBetween(pack, expected, others)?.rules).toEqual([first?.id]);
  });
});
