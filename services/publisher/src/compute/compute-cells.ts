import type { Catalogue, SourceKind, Unit } from '@credlink/contracts';
import {
  addressesOf,
  type CalendarStatus,
  calendarStatus,
  distributionsOf,
  employerConcentration,
  PERCENTILE_GRID,
  planComputation,
  planFigures,
  type SectionPlan,
  type WageSpan,
} from '@credlink/measures';

/** A database session that holds the input views; temporary tables of the computation live in it. */
export type Engine = {
  run(sql: string): Promise<void>;
  rows(sql: string): Promise<Record<string, unknown>[]>;
};

/** Kinds of source for which the engine has no view because nobody contributes them. */
export type ComputeInputs = { readonly absent: readonly SourceKind[] };

export type OnProgress = (progress: {
  readonly step: string;
  readonly done: number;
  readonly total: number;
}) => void;

/** A count of distinct persons: the set is given by atoms. */
export type CountCell = {
  readonly id: number;
  readonly table: string;
  readonly key: Readonly<Record<string, string>>;
  /** Distinct persons; and those of them linked to another organisation's source. */
  readonly persons: number;
  readonly linkedPersons: number;
  /** Indices of atoms, ascending. */
  readonly atoms: Uint32Array;
  /** Organisations whose files the persons come from. */
  readonly contributors: readonly string[];
  /** Employers of the persons in the anchor quarter, and persons with the largest of them. */
  readonly employers: number;
  readonly largestEmployer: number;
};

/** Percentiles of an amount over the persons of a cell, integer cents, at the shares of `PERCENTILE_GRID`. */
export type Distribution = { readonly id: number; readonly cell: number; readonly cents: readonly number[] };

/** One published quantity and the cells it rests on. */
export type ComputedFigure = {
  readonly table: string;
  readonly key: Readonly<Record<string, string>>;
  readonly measure: string;
  readonly variant: string;
  readonly unit: Unit;
  readonly calendar: CalendarStatus;
  /** Count: the count itself. Share: the denominator. Percentile: the persons in the distribution. */
  readonly population: number;
  readonly numerator: number | null;
  readonly eligible: number | null;
  readonly distribution: number | null;
  /** Which percentile, as a share from 0 to 1. */
  readonly share: number | null;
};

export type ComputedCells = {
  /** Persons of each atom: a class of persons who belong to exactly the same cells. */
  readonly atoms: { readonly persons: Uint32Array; readonly linked: readonly boolean[] };
  readonly cells: readonly CountCell[];
  readonly distributions: readonly Distribution[];
  readonly figures: readonly ComputedFigure[];
  readonly percentileGrid: readonly number[];
};

const NO_ATOMS = new Uint32Array();

/**
 * Computes every count of the closed cube of a catalogue. The engine holds one view per kind of source (see
 * `planComputation`). Cells are emitted for the whole lattice, empty ones included, in an order that depends on the
 * catalogue alone.
 */
export async function computeCells(
  engine: Engine,
  inputs: ComputeInputs,
  catalogue: Catalogue,
  onProgress: OnProgress,
): Promise<ComputedCells> {
  const { steps, sections, wageSpan } = planComputation(catalogue, inputs.absent);
  const total = steps.length + 1;
  for (const [done, { step, statements }] of steps.entries()) {
    onProgress({ step, done, total });
    for (const statement of statements) await engine.run(statement);
  }
  onProgress({ step: 'percentiles', done: total - 1, total });
  const counted = await readCounts(engine);
  const cells: CountCell[] = [];
  const distributions: Distribution[] = [];
  const figures: ComputedFigure[] = [];
  for (const plan of sections) {
    const firstCell = cells.length;
    const firstDistribution = distributions.length;
    cells.push(...cellsOf(plan, firstCell, counted));
    distributions.push(...(await readDistributions(engine, plan, wageSpan, firstCell, firstDistribution)));
    figures.push(...figuresOf(plan, wageSpan, catalogue, firstCell, firstDistribution));
  }
  onProgress({ step: 'percentiles', done: total, total });
  const atoms = await engine.rows('SELECT persons, is_linked FROM atom ORDER BY atom_no');
  return {
    atoms: {
      persons: Uint32Array.from(atoms, (row) => Number(row.persons)),
      linked: atoms.map((row) => row.is_linked === true),
    },
    cells,
    distributions,
    figures,
    percentileGrid: PERCENTILE_GRID,
  };
}

type Counted = {
  readonly persons: number;
  readonly linkedPersons: number;
  readonly atoms: Uint32Array;
  readonly employers: number;
  readonly largestEmployer: number;
};

const EMPTY: Counted = { persons: 0, linkedPersons: 0, atoms: NO_ATOMS, employers: 0, largestEmployer: 0 };

function cellKey(row: Record<string, unknown>): string {
  return `${row.section_no} ${row.address_no} ${row.count_no}`;
}

async function readCounts(engine: Engine): Promise<ReadonlyMap<string, Counted>> {
  const employers = new Map<string, readonly [number, number]>();
  for (const row of await engine.rows(employerConcentration())) {
    employers.set(cellKey(row), [Number(row.employers), Number(row.largest)]);
  }
  const counted = new Map<string, Counted>();
  const sql = `SELECT section_no, address_no, count_no, persons, linked_persons, array_to_string(atoms, ' ') AS atoms
FROM cell_atom ORDER BY section_no, address_no, count_no`;
  for (const row of await engine.rows(sql)) {
    const [count, largest] = employers.get(cellKey(row)) ?? [0, 0];
    counted.set(cellKey(row), {
      persons: Number(row.persons),
      linkedPersons: Number(row.linked_persons),
      atoms: Uint32Array.from(String(row.atoms).split(' '), Number),
      employers: count,
      largestEmployer: largest,
    });
  }
  return counted;
}

function cellsOf(plan: SectionPlan, firstCell: number, counted: ReadonlyMap<string, Counted>): CountCell[] {
  return addressesOf(plan.section).flatMap(({ key, cohort }, addressNo) =>
    plan.counts.map((_, countNo) => ({
      id: firstCell + addressNo * plan.counts.length + countNo,
      table: plan.table,
      key: { [plan.keyDimension]: key.code, cohort: cohort.code },
      contributors: key.contributors,
      ...(counted.get(`${plan.sectionNo} ${addressNo} ${countNo}`) ?? EMPTY),
    })),
  );
}

async function readDistributions(
  engine: Engine,
  plan: SectionPlan,
  wageSpan: WageSpan,
  firstCell: number,
  firstDistribution: number,
): Promise<Distribution[]> {
  const sql = distributionsOf(plan, wageSpan);
  const cents = new Map<string, readonly number[]>();
  for (const row of sql === null ? [] : await engine.rows(sql)) {
    for (const place of plan.distributions.keys()) {
      const list = row[`d${place}`];
      if (list !== null) cents.set(`${row.address_no} ${place}`, String(list).split(' ').map(Number));
    }
  }
  return addressesOf(plan.section).flatMap((_, addressNo) =>
    plan.distributions.map(({ count }, place) => ({
      id: firstDistribution + addressNo * plan.distributions.length + place,
      cell: firstCell + addressNo * plan.counts.length + count,
      cents: cents.get(`${addressNo} ${place}`) ?? [],
    })),
  );
}

function figuresOf(
  plan: SectionPlan,
  wageSpan: WageSpan,
  catalogue: Catalogue,
  firstCell: number,
  firstDistribution: number,
): ComputedFigure[] {
  const planned = planFigures(plan);
  return addressesOf(plan.section).flatMap((address, addressNo) => {
    const cell = (count: number): number => firstCell + addressNo * plan.counts.length + count;
    const completeTo = completeDay(catalogue, address.key.contributors);
    return planned
      .filter(({ measure }) => measure.cohorts === 'every' || address.cohort.year === null)
      .map(({ measure, population, numerator, eligible, distribution }) => ({
        table: plan.table,
        key: { [plan.keyDimension]: address.key.code, ...measure.address, cohort: address.cohort.code },
        measure: measure.measure,
        variant: measure.variant,
        unit: measure.unit,
        calendar: calendarStatus(measure, address, wageSpan, completeTo),
        population: cell(population),
        numerator: numerator === null ? null : cell(numerator),
        eligible: eligible === null ? null : cell(eligible),
        distribution:
          distribution === null
            ? null
            : firstDistribution + addressNo * plan.distributions.length + distribution,
        share: measure.figure.kind === 'percentile' ? measure.figure.share : null,
      }));
  });
}

function completeDay(catalogue: Catalogue, sources: readonly string[]): string | null {
  const days = catalogue.source_coverage.flatMap((row) =>
    sources.includes(row.source) && typeof row.complete_to === 'string' ? [row.complete_to] : [],
  );
  return days.sort()[0] ?? null;
}
