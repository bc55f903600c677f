import { type Identifiers, type KnownLevel, LEVELS, levelValues } from '@credlink/tokens';

/** Subjects looked at. They come in random order, so the first ones are a random sample: 3 * 10^7 pairs. */
const SAMPLE_SUBJECTS = 8000;

const KNOWN_LEVELS: readonly KnownLevel[] = Object.values(LEVELS).flat();

/**
 * The chance that two random subjects of the file agree, by level: the sum over values of the pairs that share the
 * value, over all pairs (linkage.md 5.4, step 5). Two subjects that share two values of a set-valued level count
 * twice, which overstates the chance of those levels a little.
 *
 * Claim: the result holds some forty probabilities about the whole file; a value borne by one subject adds nothing
 * to any of them.
 */
export class AgreementTally {
  readonly #counts = new Map<KnownLevel, Map<string, number>>(
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
      for (const value of values.length > 1 ? new Set(values) : values) {
        counts.set(value, (counts.get(value) ?? 0) + 1);
      }
    }
  }

  /** Levels no subject has a value at are left out. */
  chances(): Readonly<Record<string, number>> {
    const pairs = (this.#subjects * (this.#subjects - 1)) / 2;
    if (pairs === 0) return {};
    return Object.fromEntries(
      [...this.#counts]
        .filter(([, counts]) => counts.size > 0)
        .map(([level, counts]) => {
          let agreeing = 0;
          for (const count of counts.values()) agreeing += (count * (count - 1)) / 2;
          return [level, Math.min(1, agreeing / pairs)];
        }),
    );
  }
}
