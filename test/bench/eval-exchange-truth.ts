import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { Catalogue } from '@credlink/contracts';
import { openEngine } from '@credlink/vault';
import { type ComputedCells, computeCells } from '../../services/publisher/src/compute/compute-cells.ts';
import { loadTrueFacts } from './eval-exchange-facts.ts';
import { addressText, type CellEntry, cellEntries, readOutcomes } from './eval-exchange-outcomes.ts';

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
 */
export async function evaluateWithTrueLinks(dir: string): Promise<TruthReport> {
  const started = performance.now();
  const catalogue = Catalogue.parse(JSON.parse(await readFile(join(dir, 'catalog.json'), 'utf8')));
  const tempFolder = await mkdtemp(join(tmpdir(), 'credlink-truth-'));
  const engine = await openEngine({ memoryLimit: '2GB', threads: 2, tempFolder, folders: [tempFolder] });
  try {
    await loadTrueFacts(engine, dir, lastDayOf(catalogue));
    const loaded = performance.now();
    const computed = await computeCells(engine, { absent: [] }, catalogue, ({ step }) => {
      process.stderr.write(`${step}\n`);
    });
    const ended = performance.now();
    const cells = cellEntries(await readOutcomes(dir), unprotectedOf(computed));
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

/** Figures before protection, by address. Undefined values (nobody in the denominator) are null. */
export function unprotectedOf(
  computed: ComputedCells,
): (address: string) => Pick<CellEntry, 'status' | 'value' | 'unprotected'> | undefined {
  const middle = (cents: readonly number[], share: number): number | null => {
    const value = cents[computed.percentileGrid.indexOf(share)];
    return value === undefined ? null : value / 100;
  };
  const persons = (cell: number | null): number => (cell === null ? 0 : (computed.cells[cell]?.persons ?? 0));
  const byAddress = new Map(
    computed.figures.map((figure) => {
      const population = persons(figure.population);
      const unprotected =
        figure.unit === 'count'
          ? population
          : figure.unit === 'share'
            ? population === 0
              ? null
              : persons(figure.numerator) / population
            : middle(computed.distributions[figure.distribution ?? -1]?.cents ?? [], figure.share ?? 0);
      return [addressText(figure), { status: figure.calendar, value: null, unprotected }] as const;
    }),
  );
  return (address) => byAddress.get(address);
}

/** How many offered figures equal the truth: counts exactly, shares to 6 decimals, dollars to a cent. */
export function compareCells(cells: readonly CellEntry[]): TruthReport['comparison'] {
  const offered = cells.filter((cell) => cell.status !== 'not_offered');
  return { rows: cells.length, offered: offered.length, equal: offered.filter(isEqual).length };
}

const TOLERANCE = { count: 0, share: 0.000_000_51, usd: 0.010_001 } as const;

export function isEqual({ truth, unprotected, unit }: CellEntry): boolean {
  if (truth === null || unprotected === null || unprotected === undefined) {
    return truth === (unprotected ?? null);
  }
  return Math.abs(truth - unprotected) <= TOLERANCE[unit];
}
