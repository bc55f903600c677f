import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { Catalogue, type PublishedCell, SOURCE_KINDS } from '@credlink/contracts';
import { protect, ROUNDED_POLICY } from '@credlink/disclosure';
import { dimensionShapes, outcomeTables } from '@credlink/measures';
import { openEngine } from '@credlink/vault';
import { computeCells } from '../../services/publisher/src/compute/compute-cells.ts';
import type { ComputedCells, ComputedFigure } from '../../services/publisher/src/compute/computed-cells.ts';
import { protectInputOf } from '../../services/publisher/src/compute/protect-input.ts';
import { publishedCells } from '../../services/publisher/src/compute/published-cells.ts';
import { loadSolver } from '../../services/publisher/src/load-solver.ts';
import { seedBlur } from './bench-blur.ts';
import { loadTrueFacts } from './eval-exchange-facts.ts';
import {
  addressText,
  type CellEntry,
  cellEntries,
  readOutcomes,
  type ShownFigure,
} from './eval-exchange-outcomes.ts';

export type TruthReport = {
  readonly dir: string;
  readonly links: 'truth';
  readonly sources: readonly [];
  readonly cells: readonly CellEntry[];
  readonly release: null;
  readonly comparison: { readonly rows: number; readonly offered: number; readonly equal: number };
  readonly seconds: { readonly load: number; readonly compute: number; readonly total: number };
};

/**
 * Computes every figure of DIR with the true links in place of the product's own, unprotected, and compares it with
 * DIR/truth/outcomes.csv: this checks the formulas alone.
 *
 * @param isBlurred whether published percentiles are of blurred wages, as a release's are; the formulas are checked without
 */
export async function evaluateWithTrueLinks(dir: string, isBlurred: boolean): Promise<TruthReport> {
  const started = performance.now();
  const catalogue = Catalogue.parse(JSON.parse(await readFile(join(dir, 'catalog.json'), 'utf8')));
  const tempFolder = await mkdtemp(join(tmpdir(), 'credlink-truth-'));
  const engine = await openEngine({ memoryLimit: '2GB', threads: 2, tempFolder, folders: [tempFolder] });
  try {
    await loadTrueFacts(engine, dir, lastDayOf(catalogue));
    const loaded = performance.now();
    const compute = (blurCents: number) =>
      computeCells(engine, { absent: [], hasRosters: false, blurCents }, catalogue, ({ step }) => {
        process.stderr.write(`${step}\n`);
      });
    const computed = await compute(0);
    const ended = performance.now();
    const dimensions = dimensionShapes(outcomeTables(catalogue));
    const policy = {
      ...ROUNDED_POLICY,
      percentiles: { ...ROUNDED_POLICY.percentiles, ...(isBlurred ? {} : { blurCents: 0 }) },
    };
    if (isBlurred) await seedBlur(engine, SOURCE_KINDS);
    const moved = isBlurred ? await compute(policy.percentiles.blurCents) : computed;
    const protection = protect(protectInputOf(moved, dimensions, policy, []), await loadSolver());
    const shown = shownFigures(computed, publishedCells(moved, protection));
    const cells = cellEntries(await readOutcomes(dir), shown);
    return {
      dir,
      links: 'truth',
      sources: [],
      cells,
      release: null,
      comparison: compareCells(cells),
      seconds: {
        load: seconds(loaded - started),
        compute: seconds(ended - loaded),
        total: seconds(performance.now() - started),
      },
    };
  } finally {
    await engine.close();
    await rm(tempFolder, { recursive: true, force: true });
  }
}

function seconds(milliseconds: number): number {
  return Math.round(milliseconds) / 1000;
}

/** Readers refuse later days: the last day any source is complete to, or the end of the last wage quarter's year. */
function lastDayOf(catalogue: Catalogue): string {
  const days = catalogue.source_coverage.flatMap((row) => [
    ...(typeof row.complete_to === 'string' ? [row.complete_to] : []),
    ...(typeof row.last_complete_quarter === 'string'
      ? [`${row.last_complete_quarter.slice(0, 4)}-12-31`]
      : []),
  ]);
  return days.sort().at(-1) ?? '1970-01-01';
}

/** Each figure before protection and as a reader would see it, by address. A share of nobody is null. */
function shownFigures(
  computed: ComputedCells,
  published: readonly PublishedCell[],
): (address: string) => ShownFigure | undefined {
  const persons = (cell: number | null): number => (cell === null ? 0 : (computed.cells[cell]?.persons ?? 0));
  const share = (figure: ComputedFigure): number | null => {
    const whole = persons(figure.population);
    return whole === 0 ? null : persons(figure.numerator) / whole;
  };
  const dollars = ({ distribution, share: wanted }: ComputedFigure): number | null => {
    const { around = [] } = computed.distributions[distribution ?? -1] ?? {};
    const amounts = around[computed.percentileGrid.indexOf(wanted ?? 0)] ?? [];
    const value = amounts[(amounts.length - 1) / 2];
    return value === undefined ? null : value / 100;
  };
  const byAddress = new Map(
    computed.figures.map((figure, index) => {
      const cell = published[index];
      if (cell === undefined) throw new RangeError('a figure without a published cell');
      const unprotected =
        figure.unit === 'count'
          ? persons(figure.population)
          : figure.unit === 'share'
            ? share(figure)
            : dollars(figure);
      const shown = {
        status: cell.status,
        value: cell.value,
        unprotected,
        unprotectedN: persons(figure.population),
      };
      return [addressText(figure), shown] as const;
    }),
  );
  return (address) => byAddress.get(address);
}

/** How many offered figures equal the truth: counts and populations exactly, shares to 6 decimals, dollars to a cent. */
function compareCells(cells: readonly CellEntry[]): TruthReport['comparison'] {
  const offered = cells.filter((cell) => cell.status !== 'not_offered');
  return { rows: cells.length, offered: offered.length, equal: offered.filter(isEqual).length };
}

const TOLERANCE = { count: 0, share: 0.000_000_51, usd: 0.010_001 } as const;

export function isEqual({ truth, truthN, unprotected, unprotectedN, unit }: CellEntry): boolean {
  if (unprotectedN !== truthN) return false;
  if (truth === null || unprotected === null || unprotected === undefined) {
    return truth === (unprotected ?? null);
  }
  return Math.abs(truth - unprotected) <= TOLERANCE[unit];
}
