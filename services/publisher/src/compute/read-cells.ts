import {
  addressesOf,
  amountText,
  cellAtoms,
  distributionsOf,
  employerConcentration,
  PERCENTILE_GRID,
  personsOfOthers,
  populationText,
  RANK_OFFSETS,
  type SectionPlan,
  splitSector,
  type WageSpan,
} from '@credlink/measures';
import type { CountCell, Distribution, Engine } from './computed-cells.ts';

/** What was counted in the cells with persons in them, by section, address and count. */
export type Counted = ReadonlyMap<
  string,
  Omit<CountCell, 'id' | 'table' | 'population' | 'key' | 'isEverybody' | 'contributors'>
>;

const EMPTY = {
  persons: 0,
  linkedPersons: 0,
  atoms: new Uint32Array(),
  suppliedByOthers: 0,
  employers: 0,
  largestEmployer: 0,
};

export async function readCounted(engine: Engine): Promise<Counted> {
  const employers = new Map<string, readonly [number, number]>();
  for (const row of await engine.rows(employerConcentration())) {
    employers.set(placeOf(row), [Number(row.employers), Number(row.largest)]);
  }
  const others = new Map(
    (await engine.rows(personsOfOthers())).map((row) => [placeOf(row), Number(row.persons)]),
  );
  const rows = await engine.rows(cellAtoms());
  return new Map(
    rows.map((row) => {
      const [count, largest] = employers.get(placeOf(row)) ?? [0, 0];
      return [
        placeOf(row),
        {
          persons: Number(row.persons),
          linkedPersons: Number(row.linked_persons),
          atoms: Uint32Array.from(String(row.atoms).split(' '), Number),
          suppliedByOthers: others.get(placeOf(row)) ?? 0,
          employers: count,
          largestEmployer: largest,
        },
      ];
    }),
  );
}

function placeOf(row: Record<string, unknown>): string {
  return `${row.section_no} ${row.address_no} ${row.count_no}`;
}

/** All cells of a section, empty ones included, in the order of its addresses and counts. */
export function cellsOf(plan: SectionPlan, firstCell: number, counted: Counted): CountCell[] {
  const populations = plan.counts.map(splitSector);
  return addressesOf(plan.section).flatMap(({ key, cohort }, addressNo) =>
    populations.map(({ population, sector }, countNo) => ({
      id: firstCell + addressNo * populations.length + countNo,
      table: plan.table,
      population: populationText(plan, population),
      key: {
        [plan.keyDimension]: key.code,
        ...(sector === null ? {} : { sector }),
        cohort: cohort.code,
      },
      isEverybody: plan.counts[countNo]?.op === 'everybody',
      contributors: key.contributors,
      ...(counted.get(`${plan.sectionNo} ${addressNo} ${countNo}`) ?? EMPTY),
    })),
  );
}

/** All distributions of a section, in the order of its addresses and distributions. */
export async function readDistributions(
  engine: Engine,
  plan: SectionPlan,
  wageSpan: WageSpan,
  isBlurred: boolean,
  first: { readonly cell: number; readonly distribution: number },
): Promise<Distribution[]> {
  const sql = distributionsOf(plan, wageSpan, isBlurred);
  const around = new Map<string, readonly (readonly number[])[]>();
  for (const row of sql === null ? [] : await engine.rows(sql)) {
    for (const place of plan.distributions.keys()) {
      const list = row[`d${place}`];
      if (list !== null) around.set(`${row.address_no} ${place}`, aroundShares(String(list)));
    }
  }
  return addressesOf(plan.section).flatMap((_, addressNo) =>
    plan.distributions.map(({ amount, count }, place) => ({
      id: first.distribution + addressNo * plan.distributions.length + place,
      cell: first.cell + addressNo * plan.counts.length + count,
      amount: amountText(amount),
      around: around.get(`${addressNo} ${place}`) ?? [],
    })),
  );
}

/** Amounts as `amountsAround` writes them, by share of the grid. */
function aroundShares(text: string): readonly (readonly number[])[] {
  const amounts = text.split(' ').map(Number);
  const ranks = RANK_OFFSETS.length;
  return PERCENTILE_GRID.map((_, place) => amounts.slice(place * ranks, (place + 1) * ranks));
}
