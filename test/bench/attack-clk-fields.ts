import { CLK_BITS, type Grams } from './attack-clk.ts';
import { blankMatrix, type Matrix, rowOf } from './attack-matrix.ts';

/** Something that every record has one value of, with all values that the register knows. */
export type Field = {
  /** Grams of each value. */
  readonly values: readonly (readonly number[])[];
  /** Share of the register's records with each value. */
  readonly shares: Float64Array;
  /** By record of the register. */
  readonly valueOf: Int32Array;
};

/** What is believed of the vault: by record (row) the chance of each value of a field. Rows of 0: nothing is. */
export type Belief = { readonly field: Field; readonly chances: Matrix };

/** The field that the named features make up. */
export function fieldOf(grams: Grams, isOfField: (gram: Grams['names'][number]) => boolean): Field {
  const places = new Map<string, number>();
  const values: (readonly number[])[] = [];
  const byRecord = Int32Array.from(grams.ofRecord, (ofRecord) => {
    const value = ofRecord.filter((gram) => {
      const name = grams.names[gram];
      return name !== undefined && isOfField(name);
    });
    const text = value.join();
    const place = places.get(text) ?? values.length;
    if (place === values.length) {
      places.set(text, place);
      values.push(value);
    }
    return place;
  });
  const shares = new Float64Array(values.length);
  for (const value of byRecord) shares[value] = (shares[value] ?? 0) + 1 / byRecord.length;
  return { values, shares, valueOf: byRecord };
}

/** Whole records of the register as the values of a field. */
export function fieldOfRecords({ ofRecord }: Grams): Field {
  return {
    values: ofRecord,
    shares: new Float64Array(ofRecord.length).fill(1 / ofRecord.length),
    valueOf: Int32Array.from(ofRecord, (_, record) => record),
  };
}

export function noBelief(field: Field, records: number): Belief {
  return { field, chances: blankMatrix(records, field.values.length) };
}

/** Share of what is believed that stays with the register's shares, for records that are nobody in the register. */
const NOBODY = 0.1;

/** What a belief of whole records says of one field. */
export function beliefOfField({ chances }: Belief, field: Field): Belief {
  const belief = noBelief(field, chances.rows);
  for (let record = 0; record < chances.rows; record++) {
    const row = rowOf(belief.chances, record);
    row.set(field.shares.map((share) => NOBODY * share));
    for (const [other, chance] of rowOf(chances, record).entries()) {
      const value = field.valueOf[other] ?? 0;
      row[value] = (row[value] ?? 0) + (1 - NOBODY) * chance;
    }
  }
  return belief;
}

/** Values less likely than that are left out of sums. */
const LEAST_BELIEF = 1e-3;

/** By gram how likely it is one of a record's. */
export function gramWeights(beliefs: readonly Belief[], record: number): ReadonlyMap<number, number> {
  const weights = new Map<number, number>();
  for (const { field, chances } of beliefs) {
    for (const [value, chance] of rowOf(chances, record).entries()) {
      if (chance < LEAST_BELIEF) continue;
      for (const gram of field.values[value] ?? []) {
        weights.set(gram, Math.min(1, (weights.get(gram) ?? 0) + chance));
      }
    }
  }
  return weights;
}

/** For each record the chance that the value it is believed to have leaves each bit unset. */
export function unsetByBelief({ chances }: Belief, ofValue: Matrix): Matrix {
  const unset = blankMatrix(chances.rows, CLK_BITS);
  for (let record = 0; record < chances.rows; record++) {
    const row = rowOf(unset, record);
    let rest = 1;
    for (const [value, chance] of rowOf(chances, record).entries()) {
      if (chance < LEAST_BELIEF) continue;
      rest -= chance;
      const from = rowOf(ofValue, value);
      for (let bit = 0; bit < CLK_BITS; bit++) row[bit] = (row[bit] ?? 0) + chance * (from[bit] ?? 0);
    }
    for (let bit = 0; bit < CLK_BITS; bit++) row[bit] = Math.max(1e-6, (row[bit] ?? 0) + rest);
  }
  return unset;
}
