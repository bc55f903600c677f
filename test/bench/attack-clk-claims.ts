import type { Belief } from './attack-clk-fields.ts';
import type { Claim } from './attack-match.ts';
import { blankMatrix, rowOf } from './attack-matrix.ts';

/** A value that a record seems not to have counts as this share of how frequent it is: one field may have been misread. */
const MISREAD = 0.02;

/**
 * Claims who is who by what is believed of the fields of records: one of the vault and one of the register that are each
 * other's best, and by so much (`least`, a logarithm) likelier one person than two who agree by chance, with one person
 * of the register to be found.
 */
export function claimByFields(beliefs: readonly Belief[], register: number, least: number): readonly Claim[] {
  const records = beliefs[0]?.chances.rows ?? 0;
  const odds = blankMatrix(records, register);
  for (const { field, chances } of beliefs) {
    for (let record = 0; record < records; record++) {
      const ofValue = rowOf(chances, record).map((chance, value) => {
        const share = field.shares[value] ?? 1;
        return Math.log(Math.max(chance, MISREAD * share) / share);
      });
      const row = rowOf(odds, record);
      for (let other = 0; other < register; other++) {
        row[other] = (row[other] ?? 0) + (ofValue[field.valueOf[other] ?? 0] ?? 0);
      }
    }
  }
  const oddsOf = (record: number, other: number): number => rowOf(odds, record)[other] ?? 0;
  return Array.from({ length: records }, (_, record) => record).flatMap((record): readonly Claim[] => {
    const row = rowOf(odds, record);
    const best = row.reduce((place, value, other) => (value > (row[place] ?? 0) ? other : place), 0);
    const own = oddsOf(record, best);
    if (own < Math.log(register) + least) return [];
    for (let rival = 0; rival < records; rival++) {
      if (rival !== record && oddsOf(rival, best) >= own) return [];
    }
    return [{ vault: record, register: best }];
  });
}
