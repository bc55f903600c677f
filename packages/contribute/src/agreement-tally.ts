import { type Identifiers, type KnownLevel, LEVELS, levelValues } from '@credlink/tokens';

/** Subjects looked at. They come in random order, so the first ones are a random sample: 3 * 10^7 pairs. */
const SAMPLE_SUBJECTS = 8000;

const KNOWN_LEVELS: readonly KnownLevel[] = Object.values(LEVELS).flat();

/** Subjects with one set of several values at a level. */
type ValueSet = { subjects: number; readonly values: number };

function pairsOf(subjects: number): number {
  return (subjects * (subjects - 1)) / 2;
}

/**
 * The chance that two random subjects of the file agree, by level: the sum over values of the pairs that share the
 * value, over all pairs (linkage.md 5.4, step 5). Two subjects with the same set of values of a set-valued level are one
 * pair, however many values they share; two different sets that share several values (seldom more than one) count for each.
 *
 * Claim: the result holds some forty probabilities about the whole file; a value borne by one subject adds nothing
 * to any of them.
 */
export class AgreementTally {
  readonly #counts = new Map<KnownLevel, Map<string, number>>(
    KNOWN_LEVELS.map((level) => [level, new Map()]),
  );
  readonly #sets = new Map<KnownLevel, Map<string, ValueSet>>(
    KNOWN_LEVELS.map((level) => [level, new Map()]),
  );
  #subjects = 0;

  /** Whether the sample is complete: what is added further is ignored. */
  isFull(): boolean {
    return this.#subjects >= SAMPLE_SUBJECTS;
  }

  add(identifiers: Identifiers): void {
    if (this.isFull()) return;
    this.#subjects += 1;
    for (const [level, counts] of this.#counts) {
      // The SSN stands for its evaluation: equal SSNs are all that is counted here.
      const values = levelValues(level, identifiers, identifiers.ssn);
      const distinct = values.length > 1 ? [...new Set(values)] : values;
      for (const value of distinct) counts.set(value, (counts.get(value) ?? 0) + 1);
      if (distinct.length > 1) this.#addSet(level, distinct);
    }
  }

  #addSet(level: KnownLevel, values: readonly string[]): void {
    const sets = this.#sets.get(level);
    const text = values.toSorted().join('\u0000');
    const found = sets?.get(text);
    if (found === undefined) sets?.set(text, { subjects: 1, values: values.length });
    else found.subjects += 1;
  }

  /** Levels no subject has a value at are left out. */
  chances(): Readonly<Record<string, number>> {
    const pairs = pairsOf(this.#subjects);
    if (pairs === 0) return {};
    return Object.fromEntries(
      [...this.#counts]
        .filter(([, counts]) => counts.size > 0)
        .map(([level, counts]) => {
          let agreeing = 0;
          for (const count of counts.values()) agreeing += pairsOf(count);
          for (const set of this.#sets.get(level)?.values() ?? [])
            agreeing -= pairsOf(set.subjects) * (set.values - 1);
          return [level, Math.min(1, agreeing / pairs)];
        }),
    );
  }
}
