import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { rejected } from '@credlink/contracts';
import type {
  EarlierCell,
  EarlierRelease,
  InputCell,
  Outcome,
  ProtectInput,
  ReleasedFigure,
} from '@credlink/disclosure';
import { z } from 'zod';

/**
 * Beside the published files of a release lies one that is internal and never published: for every group its persons, and
 * where it carried a figure the release that computed that. The next release is compared with it. All earlier releases are
 * copied on, so that the newest folder is enough.
 */
const LEDGER = 'internal-ledger.jsonl';

type LedgerRow = {
  /** Number of the release, from 0. */
  readonly release: number;
  readonly population: string;
  /** Totals left out. */
  readonly key: Readonly<Record<string, string>>;
  readonly shown: EarlierCell['shown'];
  /** Number of the release whose figure it carried. */
  readonly keeps?: number | undefined;
  readonly persons: readonly string[];
};

const Row: z.ZodType<LedgerRow> = z.strictObject({
  release: z.int().min(0),
  population: z.string(),
  key: z.record(z.string(), z.string()),
  shown: z.strictObject({ value: z.number(), low: z.number(), high: z.number() }).nullable(),
  keeps: z.int().min(0).optional(),
  persons: z.array(z.string()),
});

/** @throws {AppError} `file_not_found` when the folder has no ledger, `cube_malformed` when it cannot be read. */
export async function readLedger(dir: string): Promise<readonly LedgerRow[]> {
  const path = join(dir, LEDGER);
  if (!existsSync(path))
    throw rejected(
      'file_not_found',
      `the folder of --previous has no ${LEDGER}; give the output of an earlier run`,
    );
  const rows: LedgerRow[] = [];
  let line = 0;
  for await (const text of createInterface({ input: createReadStream(path) })) {
    line += 1;
    try {
      rows.push(Row.parse(JSON.parse(text)));
    } catch {
      throw rejected('cube_malformed', `${LEDGER} of --previous, line ${line}: not as protect writes it`);
    }
  }
  return rows;
}

/** What the earlier releases said, compared with the persons there are now. */
export function earlierReleases(
  rows: readonly LedgerRow[],
  input: ProtectInput,
  personIds: readonly string[],
): readonly EarlierRelease[] {
  const now = new Map(
    input.cells.map((cell) => [nameOf(cell.population, addressOf(cell, input)), cell.members]),
  );
  const indexOf = new Map(personIds.map((id, index) => [id, index]));
  const releases = new Map<number, EarlierCell[]>();
  for (const { release, population, key, shown, keeps, persons } of rows) {
    const members = now.get(nameOf(population, key));
    if (members === undefined) continue;
    const inside = new Set(members);
    const staying = persons.filter((id) => inside.has(indexOf.get(id) ?? -1)).length;
    const cell: EarlierCell = {
      population,
      key,
      n: persons.length,
      shown,
      set: createHash('sha256').update(persons.join(' ')).digest('hex'),
      apart: persons.length + members.length - 2 * staying,
      ...(keeps === undefined ? {} : { keeps: `${keeps}` }),
    };
    releases.set(release, [...(releases.get(release) ?? []), cell]);
  }
  return [...releases]
    .sort(([a], [b]) => a - b)
    .map(([release, cells]) => ({ id: `${release}`, cells, shares: [], percentiles: [] }));
}

/** Writes the ledger of a release, after those before it. */
export async function writeLedger(
  dir: string,
  before: readonly LedgerRow[],
  input: ProtectInput,
  personIds: readonly string[],
  figures: readonly ReleasedFigure[],
): Promise<void> {
  const release = before.reduce((newest, row) => Math.max(newest, row.release + 1), 0);
  const figureOf = new Map(figures.map((figure) => [figure.id, figure]));
  const done = new Set<string>();
  const file = await open(join(dir, LEDGER), 'w', 0o600);
  try {
    for (const row of before) await file.write(`${JSON.stringify(row)}\n`);
    for (const cell of input.cells) {
      const key = addressOf(cell, input);
      const name = nameOf(cell.population, key);
      if (done.has(name)) continue;
      done.add(name);
      const figure = figureOf.get(cell.id);
      const row: LedgerRow = {
        release,
        population: cell.population,
        key,
        shown: shownOf(figure?.outcome),
        ...(figure?.from === undefined ? {} : { keeps: Number(figure.from) }),
        persons: [...cell.members].map((index) => personIds[index] ?? '').sort(),
      };
      await file.write(`${JSON.stringify(row)}\n`);
    }
  } finally {
    await file.close();
  }
}

function shownOf(outcome: Outcome | undefined): EarlierCell['shown'] {
  if (outcome?.status !== 'ok') return null;
  const { value, low, high } = outcome;
  return { value, low, high };
}

function addressOf({ key }: InputCell, { dimensions }: ProtectInput): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(key)
      .filter(([name, code]) => dimensions[name]?.total !== code)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

function nameOf(population: string, key: Readonly<Record<string, string>>): string {
  return JSON.stringify([population, key]);
}
