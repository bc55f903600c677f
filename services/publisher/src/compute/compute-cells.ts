import { type Catalogue, fault, rejected } from '@credlink/contracts';
import { CELL_LIMIT } from '@credlink/disclosure';
import {
  addressesOf,
  type CalendarStatus,
  calendarStatus,
  completeDay,
  isOpen,
  type Measure,
  PERCENTILE_GRID,
  personsWithoutSeed,
  planComputation,
  planFigures,
  type SectionPlan,
  type WageSpan,
} from '@credlink/measures';
import type {
  ComputedCells,
  ComputedFigure,
  ComputeInputs,
  CountCell,
  Distribution,
  Engine,
  OnProgress,
} from './computed-cells.ts';
import { cellsOf, readCounted, readDistributions } from './read-cells.ts';
import { readEmployers } from './read-employers.ts';

const LAST_STEP = 'percentiles';

/**
 * Computes every count of the closed cube of a catalogue. The engine holds one view per kind of source (see
 * `planComputation`). Cells are emitted for the whole lattice, empty ones included, in an order that depends on the
 * catalogue alone.
 *
 * @throws {AppError} `too_many_cells`, before any work
 */
export async function computeCells(
  engine: Engine,
  inputs: ComputeInputs,
  catalogue: Catalogue,
  onProgress: OnProgress,
): Promise<ComputedCells> {
  const { steps, sections, wageSpan } = planComputation(
    catalogue,
    inputs.absent,
    inputs.hasRosters,
    inputs.blurCents,
  );
  requireFewCells(sections);
  const total = steps.length + 1;
  for (const [done, { step, statements }] of steps.entries()) {
    onProgress({ step, done, total });
    for (const statement of statements) await engine.run(statement);
  }
  if (inputs.blurCents > 0) await requireSeeds(engine);
  onProgress({ step: LAST_STEP, done: steps.length, total });
  const counted = await readCounted(engine);
  const cells: CountCell[] = [];
  const distributions: Distribution[] = [];
  const figures: ComputedFigure[] = [];
  for (const plan of sections) {
    const first = { cell: cells.length, distribution: distributions.length };
    cells.push(...cellsOf(plan, first.cell, counted));
    distributions.push(...(await readDistributions(engine, plan, wageSpan, inputs.blurCents > 0, first)));
    figures.push(...figuresOf(plan, wageSpan, catalogue, first));
  }
  const atoms = await engine.rows('SELECT persons, is_linked FROM atom ORDER BY atom_no');
  onProgress({ step: LAST_STEP, done: total, total });
  return {
    atoms: {
      persons: Uint32Array.from(atoms, (row) => Number(row.persons)),
      linked: atoms.map((row) => row.is_linked === true),
    },
    cells,
    distributions,
    figures,
    percentileGrid: PERCENTILE_GRID,
    blurCents: inputs.blurCents,
    employers: await readEmployers(engine),
  };
}

function figuresOf(
  plan: SectionPlan,
  wageSpan: WageSpan,
  catalogue: Catalogue,
  first: { readonly cell: number; readonly distribution: number },
): ComputedFigure[] {
  const planned = planFigures(plan);
  const everybody = plan.counts.findIndex(({ op }) => op === 'everybody');
  return addressesOf(plan.section).flatMap((address, addressNo) => {
    const cell = (count: number): number => first.cell + addressNo * plan.counts.length + count;
    const isFilling =
      address.cohort.year !== null &&
      isOpen(plan.section.unitSet, address.key, address.cohort.year, catalogue);
    const completeTo = completeDay(catalogue, address.key.contributors);
    const statusOf = (measure: Measure): CalendarStatus => {
      const status = calendarStatus(measure, address, wageSpan, completeTo);
      return status === 'open' && isFilling ? 'not_mature' : status;
    };
    return planned
      .filter(({ measure }) => measure.cohorts === 'every' || address.cohort.year === null)
      .map(({ measure, population, numerator, eligible, distribution }) => ({
        table: plan.table,
        key: { [plan.keyDimension]: address.key.code, ...measure.address, cohort: address.cohort.code },
        measure: measure.measure,
        variant: measure.variant,
        unit: measure.unit,
        calendar: statusOf(measure),
        population: cell(population),
        numerator: numerator === null ? null : cell(numerator),
        roster: cell(everybody === -1 ? population : everybody),
        eligible: eligible === null ? null : cell(eligible),
        distribution:
          distribution === null
            ? null
            : first.distribution + addressNo * plan.distributions.length + distribution,
        share: measure.figure.kind === 'percentile' ? measure.figure.share : null,
      }));
  });
}

async function requireSeeds(engine: Engine): Promise<void> {
  const [row] = await engine.rows(personsWithoutSeed());
  if (Number(row?.persons) !== 0) throw fault('persons are counted whose wages have no blur');
}

function requireFewCells(sections: readonly SectionPlan[]): void {
  const cells = sections.reduce((sum, { section, counts }) => {
    return sum + section.keys.length * section.cohorts.length * counts.length;
  }, 0);
  if (cells <= CELL_LIMIT) return;
  throw rejected(
    'too_many_cells',
    `The catalogue asks for ${cells} counts; the limit is ${CELL_LIMIT}. Take credentials, programmes or years out of it.`,
    { cells, limit: CELL_LIMIT },
  );
}
