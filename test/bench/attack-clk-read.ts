import type { Encodings, Grams } from './attack-clk.ts';
import { claimByFields } from './attack-clk-claims.ts';
import {
  type Belief,
  beliefOfField,
  type Field,
  fieldOf,
  fieldOfRecords,
  noBelief,
  unsetByBelief,
} from './attack-clk-fields.ts';
import { bitMatrix, bitShares, type Expectation, findGroups } from './attack-clk-groups.ts';
import { type Judgement, judgeFields } from './attack-clk-judge.ts';
import { blankKey, type KeyGuess, learnKey, unsetByValue } from './attack-clk-key.ts';
import { nameGroups } from './attack-clk-names.ts';
import type { Value } from './attack-clk-shared.ts';
import type { Claim } from './attack-match.ts';
import { blankMatrix, type Matrix, rowOf } from './attack-matrix.ts';

/** Values of a field that a group may share: those of the register, and what all values with the same first part share. */
function groupValues(field: Field, records: number, partOf: (gram: number) => boolean): readonly Value[] {
  const whole = field.values.map((grams, value) => ({
    grams,
    bearers: Math.round((field.shares[value] ?? 0) * records),
  }));
  const parts = new Map<string, Value & { readonly of: number }>();
  for (const { grams, bearers } of whole) {
    const part = grams.filter(partOf).join();
    const known = parts.get(part);
    parts.set(
      part,
      known === undefined
        ? { grams, bearers, of: 1 }
        : {
            grams: known.grams.filter((gram) => grams.includes(gram)),
            bearers: known.bearers + bearers,
            of: known.of + 1,
          },
    );
  }
  return [...whole, ...[...parts.values()].filter(({ of }) => of > 1)];
}

/** The register's values that have all of these grams, as likely as they are frequent there. */
function spread(field: Field, grams: readonly number[]): Float64Array {
  const chances = Float64Array.from(field.values, (value, place) =>
    grams.every((gram) => value.includes(gram)) ? (field.shares[place] ?? 0) : 0,
  );
  const sum = chances.reduce((a, b) => a + b, 0) || 1;
  return chances.map((chance) => chance / sum);
}

function believeGroups(
  bits: Matrix,
  expectation: Expectation,
  field: Field,
  values: readonly Value[],
  grams: Grams,
): Belief {
  const groups = findGroups(bits, expectation);
  const names = nameGroups(groups, values, grams);
  const chances = blankMatrix(bits.rows, field.values.length);
  for (const [group, { members }] of groups.entries()) {
    const value = names[group];
    const named = value === null || value === undefined ? undefined : values[value];
    if (named === undefined) continue;
    for (const record of members) rowOf(chances, record).set(spread(field, named.grams));
  }
  return { field, chances };
}

/** Part of how often a bit is set that is not owed to the home. */
const OTHERS = 0.75;

/** Nothing is known of any record: a bit is as likely set as it is in all of them. */
function nothingKnown(bits: Matrix): Expectation {
  const chances = blankMatrix(bits.rows, bits.columns);
  const shares = bitShares(bits);
  for (let record = 0; record < bits.rows; record++) rowOf(chances, record).set(shares);
  return {
    chances,
    open: { ...chances, values: new Float64Array(chances.values.length).fill(1) },
    others: OTHERS,
  };
}

/** What one field explains is not looked at again. */
function withoutField(belief: Belief, key: KeyGuess): Expectation {
  const unset = unsetByBelief(belief, unsetByValue(belief.field, key));
  const chances = blankMatrix(unset.rows, unset.columns);
  for (let record = 0; record < unset.rows; record++) {
    rowOf(chances, record).set(
      rowOf(unset, record).map((chance, bit) => 1 - chance * (1 - (key.stray[bit] ?? 0))),
    );
  }
  return { chances, open: unset, others: 1 };
}

/** Chance of a bit that nothing explains, by how much of a record is not read yet. */
const STRAY = { butHome: 0.3, butNames: 0.2, surname: 0.05, nothing: 0.01 };
const LEARNING_ROUNDS = { first: 8, later: 4, step: 2 };
const DATE_DIGITS = 8;
/** A given name that one record of the register has is not looked for in groups. */
const LEAST_BEARERS = 2;

const HOME: Judgement = { temperature: 6, rounds: 1 };
const NAME: Judgement = { temperature: 3, rounds: 1 };
const DIGIT: Judgement = { temperature: 1, rounds: 10 };
const RECORD: Judgement = { temperature: 10, rounds: 30 };

/** Steps of judging and learning before claims are made; the key is learnt anew from all claims but the last. */
const STEPS = [8, 4, 4, 4];
const LEAST_ODDS = { toLearn: 0, toClaim: 4 };

/** Homes are read first, for many share one: what is believed of them, and what they tell of the key. */
export function readHomes(bits: Matrix, grams: Grams): { readonly home: Belief; readonly key: KeyGuess } {
  const homes = fieldOf(grams, ({ feature }) => feature === 'city' || feature === 'zip');
  const isCity = (gram: number): boolean => grams.names[gram]?.feature === 'city';
  const values = groupValues(homes, grams.ofRecord.length, isCity);
  const grouped = believeGroups(bits, nothingKnown(bits), homes, values, grams);
  const key = learnKey(bits, grams, [grouped], blankKey(grams, STRAY.butHome), LEARNING_ROUNDS.first);
  const [home = grouped] = judgeFields(bits, key, [grouped], () => HOME);
  return { home, key };
}

/**
 * Reads CLKs without a key and without a known person, by a register of the same region. Homes, then given names, are
 * found as groups of records and named by what their bits share. That places records well enough to tell the digits of
 * birth dates apart, and these tell who is in the register. What is read is read of people who are not in it, too.
 */
export function readVault(encodings: Encodings, grams: Grams): readonly Claim[] {
  const bits = bitMatrix(encodings);
  const register = grams.ofRecord.length;
  const { home, key: keyOfHomes } = readHomes(bits, grams);

  const names = fieldOf(grams, ({ feature }) => feature === 'given');
  const frequent = groupValues(names, register, () => true).filter(({ bearers }) => bearers >= LEAST_BEARERS);
  const namesGrouped = believeGroups(bits, withoutField(home, keyOfHomes), names, frequent, grams);
  let key = learnKey(
    bits,
    grams,
    [home, namesGrouped],
    blankKey(grams, STRAY.butNames),
    LEARNING_ROUNDS.first,
  );

  const noRecord = noBelief(fieldOfRecords(grams), bits.rows);
  const [roughly = noRecord] = judgeFields(bits, key, [noRecord], () => RECORD);
  key = learnKey(bits, grams, [roughly], blankKey(grams, STRAY.nothing), LEARNING_ROUNDS.later);
  const [record = noRecord] = judgeFields(bits, key, [noRecord], () => RECORD);

  const digits = Array.from({ length: DATE_DIGITS }, (_, place) =>
    fieldOf(grams, ({ feature, gram }) => feature === 'birth date' && gram.startsWith(String(place))),
  );
  let beliefs: readonly Belief[] = [home, ...[names, ...digits].map((field) => beliefOfField(record, field))];
  key = learnKey(bits, grams, beliefs, blankKey(grams, STRAY.surname), LEARNING_ROUNDS.later);
  for (const [turn, steps] of STEPS.entries()) {
    if (turn > 0) {
      const claimed = noBelief(noRecord.field, bits.rows);
      for (const claim of claimByFields(beliefs, register, LEAST_ODDS.toLearn)) {
        rowOf(claimed.chances, claim.vault)[claim.register] = 1;
      }
      key = learnKey(bits, grams, [claimed], blankKey(grams, STRAY.nothing), LEARNING_ROUNDS.later);
      beliefs = beliefs.map((belief, place) => (place < 2 ? belief : noBelief(belief.field, bits.rows)));
    }
    for (let step = 0; step < steps; step++) {
      const isNameToo = step % 2 === 1;
      beliefs = judgeFields(bits, key, beliefs, (place) => (place >= 2 ? DIGIT : isNameToo ? NAME : null));
      key = learnKey(bits, grams, beliefs, key, LEARNING_ROUNDS.step);
    }
  }
  return claimByFields(beliefs, register, LEAST_ODDS.toClaim);
}
