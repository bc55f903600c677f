import { ATTRIBUTES, type Attribute, type Identifiers } from '@credlink/tokens';

export type IdentifierCounts = Readonly<
  Record<string, { valid: number; missing: number; invalid: number; placeholder: number }>
>;

/** Rows by what became of each identifier, and subjects that carry it. */
export class IdentifierTally {
  readonly #rows = new Map<
    Attribute,
    { valid: number; missing: number; invalid: number; placeholder: number }
  >();
  readonly #carriers = new Map<Attribute, number>();
  #subjects = 0;

  constructor() {
    for (const attribute of ATTRIBUTES) {
      this.#rows.set(attribute, { valid: 0, missing: 0, invalid: 0, placeholder: 0 });
      this.#carriers.set(attribute, 0);
    }
  }

  add(identifiers: Identifiers, rows: number): void {
    this.#subjects += 1;
    for (const attribute of ATTRIBUTES) {
      const state = identifiers.states[attribute];
      const counts = this.#rows.get(attribute);
      if (counts !== undefined) counts[state] += rows;
      if (state === 'valid') this.#carriers.set(attribute, (this.#carriers.get(attribute) ?? 0) + 1);
    }
  }

  rows(): IdentifierCounts {
    return Object.fromEntries([...this.#rows].map(([attribute, counts]) => [attribute, { ...counts }]));
  }

  /** Share of subjects with a valid value, by attribute. */
  presence(): Readonly<Record<string, number>> {
    return Object.fromEntries(
      [...this.#carriers].map(([attribute, count]) => [
        attribute,
        this.#subjects === 0 ? 0 : count / this.#subjects,
      ]),
    );
  }
}
