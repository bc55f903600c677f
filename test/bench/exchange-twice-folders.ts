import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { z } from 'zod';
import { readPlainCsv } from './eval-exchange-outcomes.ts';

/** What happens to a folder's files between its first release and its second; made from the files themselves. */
export type TwoFolders = {
  readonly first: string;
  readonly second: string;
  /** A small file of holders that is contributed beside the first folder, and withdrawn before the second release. */
  readonly withdrawn: { readonly organisation: string; readonly path: string; readonly rows: number };
  /** Awards that come after the cohorts they are dated in have closed. */
  readonly late: { readonly organisation: string; readonly rows: number };
  /** Path, below both folders, of the wage file that is revised. */
  readonly revised: { readonly path: string; readonly lines: number };
};

/** One award in so many is late, or in the file that is withdrawn. */
const ONE_LATE_IN = 30;
const ONE_WITHDRAWN_IN = 60;

/**
 * Lays out two folders of links to `dir`, apart from what changes: some awards of the body with most rows are held back
 * and sent a year later, when the next cohort closes; some of another body's stand in a file of their own; one wage
 * quarter in the middle is revised. Bodies with made-up holders are left as they are.
 */
export async function layOutTwice(dir: string, work: string): Promise<TwoFolders> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(dir.length + 1)
        .split(sep)
        .join('/'),
    )
    .filter((path) => !path.startsWith('truth/'));
  const bodies = await honestBodies(dir, paths);
  const [late, other] = bodies;
  if (late === undefined || other === undefined) throw new Error('two bodies with holders are needed');
  const quarters = paths.filter((path) => /^wages\/\d{4}q[1-4]\.txt(\.gz)?$/.test(path)).toSorted();
  const wages = quarters[Math.floor(quarters.length / 2)];
  if (wages === undefined) throw new Error('no wage files');

  const [first, second] = [join(work, 'first'), join(work, 'second')];
  const isRevision = (path: string): boolean => path.startsWith('revisions/');
  const own = new Set([late.path, other.path, 'catalog.json']);
  for (const path of paths.filter((one) => !own.has(one))) {
    if (!isRevision(path)) await link(join(dir, path), join(first, path));
    await link(join(dir, path), join(second, path));
  }
  const catalogue = await readFile(join(dir, 'catalog.json'), 'utf8');
  await write(join(first, 'catalog.json'), catalogue);
  await write(join(second, 'catalog.json'), aYearOn(catalogue, late.organisation));

  const lateRows = every(late.rows, ONE_LATE_IN);
  await write(join(first, late.path), csvText(late.header, without(late.rows, lateRows)));
  await write(join(second, late.path), csvText(late.header, lateRows));
  const goneRows = every(other.rows, ONE_WITHDRAWN_IN);
  for (const folder of [first, second]) {
    await write(join(folder, other.path), csvText(other.header, without(other.rows, goneRows)));
  }
  const gone = join(work, 'withdrawn.csv');
  await write(gone, csvText(other.header, goneRows));
  const lines = await revise(join(dir, wages), join(second, wages.replace('wages/', 'revisions/')));
  return {
    first,
    second,
    withdrawn: { organisation: other.organisation, path: gone, rows: goneRows.length },
    late: { organisation: late.organisation, rows: lateRows.length },
    revised: { path: wages, lines },
  };
}

type Body = {
  readonly organisation: string;
  readonly path: string;
  readonly header: string;
  readonly rows: readonly string[];
};

/** Bodies without made-up holders, the one with most rows first. */
async function honestBodies(dir: string, paths: readonly string[]): Promise<readonly Body[]> {
  const truth = readPlainCsv(await readFile(join(dir, 'truth', 'holders.csv'), 'utf8'));
  const fooled = new Set(truth.filter(({ kind }) => kind === 'fabricated').map(({ body }) => body));
  const bodies: Body[] = [];
  for (const path of paths) {
    const organisation = /^issuers\/([^/]+)\/holders\.csv$/.exec(path)?.[1];
    if (organisation === undefined || fooled.has(organisation)) continue;
    const [header = '', ...rows] = (await readFile(join(dir, path), 'utf8')).split('\n');
    bodies.push({ organisation, path, header, rows: rows.filter((row) => row !== '') });
  }
  return bodies.sort((a, b) => b.rows.length - a.rows.length);
}

function every(rows: readonly string[], step: number): readonly string[] {
  return rows.filter((_, place) => place % step === step - 1);
}

function without(rows: readonly string[], taken: readonly string[]): readonly string[] {
  const isTaken = new Set(taken);
  return rows.filter((row) => !isTaken.has(row));
}

function csvText(header: string, rows: readonly string[]): string {
  return [header, ...rows, ''].join('\n');
}

async function link(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await symlink(from, to);
}

async function write(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}

const Coverage = z.looseObject({ source: z.string(), kind: z.string(), complete_to: z.string().optional() });
const CatalogueText = z.looseObject({ source_coverage: z.array(Coverage) });

/** The same catalogue when the body's files reach a year further, so that one cohort more is closed. */
function aYearOn(text: string, organisation: string): string {
  const catalogue = CatalogueText.parse(JSON.parse(text));
  const later = (day: string): string => `${Number(day.slice(0, 4)) + 1}${day.slice(4)}`;
  const coverage = catalogue.source_coverage.map((row) =>
    row.source === organisation && row.complete_to !== undefined
      ? { ...row, complete_to: later(row.complete_to) }
      : row,
  );
  return JSON.stringify({ ...catalogue, source_coverage: coverage });
}

/** Columns of the amount in a wage line, whole dollars with leading zeros. */
const AMOUNT = { from: 76, to: 86 };

/** Raises every third amount by a tenth. @returns lines changed */
async function revise(from: string, to: string): Promise<number> {
  const content = await readFile(from);
  const isZipped = from.endsWith('.gz');
  const lines = (isZipped ? gunzipSync(content) : content).toString('latin1').split('\n');
  let changed = 0;
  const revised = lines.map((line, place) => {
    const amount = line.slice(AMOUNT.from, AMOUNT.to);
    if (place % 3 !== 0 || !/^\d+$/.test(amount)) return line;
    changed += 1;
    const raised = String(Math.round(Number(amount) * 1.1)).padStart(AMOUNT.to - AMOUNT.from, '0');
    return line.slice(0, AMOUNT.from) + raised + line.slice(AMOUNT.to);
  });
  const text = Buffer.from(revised.join('\n'), 'latin1');
  await write(to, isZipped ? gzipSync(text) : text);
  return changed;
}
