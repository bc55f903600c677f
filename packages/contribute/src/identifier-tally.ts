import { ATTRIBUTES, type Identifiers } from '@credlink/tokens';

export type StateCounts = { valid: number; missing: number; invalid: number; placeholder: number };

export type IdentifierCounts = Readonly<Record<string, StateCounts>>;

/** What a tally counted, in a form that travels between threads. */
export type IdentifierFigures = {
  /** Rows by what became of each identifier. */
  readonly rows: IdentifierCounts;
  /** Subjects with a valid value, by identifier. */
  readonly carriers: Readonly<Record<string, number>>;
  readonly subjects: number;
};

/** Rows by what became of each identifier, and subjects that carry it. */
export class IdentifierTally {
  readonly #rows: Record<string, StateCounts> = {};
  readonly #carriers: Record<string, number> = {};
  #subjects = 0;

  constructor() {
    for (const attribute of ATTRIBUTES) {
      this.#rows[attribute] = { valid: 0, missing: 0, invalid: 0, placeholder: 0 };
      this.#carriers[attribute] = 0;
    }
  }

  /** @param rows of the subject; a decoy is on none, and what is stated of a file is stated of its people. */
  add(identifiers: Identifiers, rows: number): void {
    if (rows === 0) return;
    this.#subjects += 1;
    for (const attribute of ATTRIBUTES) {
      const state = identifiers.states[attribute];
      this.#count(attribute, state, rows);
      if (state === 'valid') this.#carriers[attribute] = (this.#carriers[attribute] ?? 0) + 1;
    }
  }

  merge({ rows, carriers, subjects }: IdentifierFigures): void {
    this.#subjects += subjects;
    for (const [attribute, counts] of Object.entries(rows)) {
      this.#count(attribute, 'valid', counts.valid);
      this.#count(attribute, 'missing', counts.missing);
      this.#count(attribute, 'invalid', counts.invalid);
      this.#count(attribute, 'placeholder', counts.placeholder);
      this.#carriers[attribute] = (this.#carriers[attribute] ?? 0) + (carriers[attribute] ?? 0);
    }
  }

  figures(): IdentifierFigures {
    return structuredClone({ rows: this.#rows, carriers: this.#carriers, subjects: this.#subjects });
  }

  /** Share of subjects with a valid value, by attribute. */
  presence(): Readonly<Record<string, number>> {
    const all = this.#subjects;
    return Object.fromEntries(
      Object.entries(this.#carriers).map(([attribute, count]) => [attribute, all === 0 ? 0 : count / all]),
    );
  }

  #count(attribute: string, state: keyof StateCounts, rows: number): void {
    const counts = this.#rows[attribute];
    if (counts !== undefined) counts[state] += rows;
  }
}
