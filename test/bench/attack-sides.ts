import type { RawIdentifiers } from '@credlink/tokens';
import type { Engine } from '@credlink/vault';
import type { Recordings } from './attack-accuracy.ts';
import type { Sides } from './attack-insider.ts';
import { attackPerson } from './attack-people.ts';
import { readLabelledSet } from './linkage-folder.ts';

/** Where the people of a bench come from. */
export type People = {
  readonly text: string;
  readonly size: number;
  /** A vault, and a register of the same size that holds `overlap` of its people, in the very same words. */
  readonly sidesAt: (overlap: number) => Sides;
  /** Two recordings of the same people, with slips. */
  readonly recordings: Recordings;
};

/** Share of the records that carry an SSN. */
const SSN_SHARE = 0.6;
/** Of the people of one recording, those who are not in the other. */
const ALONE = 0.2;

export function inventedPeople(seed: string, size: number): People {
  const from = (first: number, slips: string | null) =>
    Array.from({ length: size }, (_, place) =>
      attackPerson(seed, first + place, { slips, ssnShare: SSN_SHARE }),
    );
  const later = Math.round(size * ALONE);
  return {
    text: `${size} invented people, seed ${seed}`,
    size,
    sidesAt: (overlap) => {
      const first = Math.round(size * (1 - overlap));
      return {
        vault: from(0, null),
        register: from(first, null),
        vaultPersonOf: (record) => record,
        registerPersonOf: (record) => first + record,
      };
    },
    recordings: [
      { records: from(0, 'left'), personOf: (record) => record },
      { records: from(later, 'right'), personOf: (record) => later + record },
    ],
  };
}

/** The first file of a labelled set as vault and register, both files as recordings. */
export async function labelledPeople(engine: Engine, dir: string): Promise<People> {
  const { files, truth } = await readLabelledSet(engine, dir);
  const [left = [], right = left] = files;
  const numbers = new Map<string, number>();
  const personOf = (recordId: string): number => {
    const entity = truth.kind === 'entities' ? (truth.entityOf.get(recordId) ?? recordId) : recordId;
    const known = numbers.get(entity) ?? numbers.size;
    numbers.set(entity, known);
    return known;
  };
  const recorded = (file: typeof left) => {
    const persons = file.map(({ recordId }) => personOf(recordId));
    return { records: file.map(({ raw }) => raw), personOf: (record: number) => persons[record] ?? -1 };
  };
  const recordings = [recorded(left), recorded(right)] as const;
  // Two windows over one file: half of it for the vault, so that a register of the same size can overlap it by little.
  const size = Math.floor(left.length / 2);
  const window = (first: number): readonly RawIdentifiers[] =>
    left.slice(first, first + size).map(({ raw }) => raw);
  return {
    text: `${size} records of ${dir}`,
    size,
    sidesAt: (overlap) => {
      const first = Math.round(size * (1 - overlap));
      return {
        vault: window(0),
        register: window(first),
        vaultPersonOf: (record) => record,
        registerPersonOf: (record) => first + record,
      };
    },
    recordings,
  };
}
