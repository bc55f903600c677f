import { isRejected, quarterOfFileName, READERS } from '@credlink/layouts';
import { DEFAULT_SAMPLE, generateSample } from '@credlink/sample';
import type { PackName, RawIdentifiers } from '@credlink/tokens';
import type { TownFile } from './small-town.ts';

const TODAY = '2026-01-01';

export const WAGES = 'agency/wages';

/** A record of a file: which of its subjects it speaks of, and whose it is; null where the truth is not told. */
export type TownRecord = { readonly subject: number; readonly truth: string | null };

/** A contributed file with the truth behind it. `records` of the file are its subjects: equal identifiers are one. */
export type KnownFile = { readonly file: TownFile; readonly records: readonly TownRecord[] };

type Source = {
  readonly series: string;
  readonly kind: keyof typeof READERS;
  readonly pack: PackName;
  readonly paths: readonly string[];
  readonly referenceIssuer: string;
  /** Table of the truth, and the column its records are named by; null where there is none. */
  readonly truth: { readonly path: string; readonly ref: string; readonly body: string | null } | null;
};

const issuer = (body: string): Source => ({
  series: `${body}/holders`,
  kind: 'holders',
  pack: 'holder',
  paths: [`issuers/${body}/holders.csv`],
  referenceIssuer: body,
  truth: { path: 'truth/holders.csv', ref: 'record_ref', body },
});

function rowsOf(text: string): readonly Readonly<Record<string, string>>[] {
  const [header = '', ...lines] = text.trim().split('\n');
  const names = header.split(',');
  return lines.map((line) => {
    const fields = line.split(',');
    return Object.fromEntries(names.map((name, index) => [name, fields[index] ?? '']));
  });
}

async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}

/** Who each record is, by its reference, or for a wage file by its line. */
function truthOf(
  texts: ReadonlyMap<string, string>,
  { truth, kind }: Source,
  path: string,
): ReadonlyMap<string, string> {
  if (kind === 'wages') {
    const name = path
      .replace(/^wages\//, '')
      .replace(/\.gz$/, '')
      .replace(/\.txt$/, '');
    const rows = rowsOf(texts.get('truth/wages.csv.gz') ?? '').filter(({ file }) => file?.startsWith(name));
    return new Map(rows.map(({ line = '', person_id = '' }) => [line, person_id]));
  }
  if (truth === null) return new Map();
  const rows = rowsOf(texts.get(truth.path) ?? '').filter(
    ({ body }) => truth.body === null || body === truth.body,
  );
  return new Map(rows.map((row) => [row[truth.ref] ?? '', row.person_id ?? '']));
}

async function readSource(texts: ReadonlyMap<string, string>, source: Source): Promise<KnownFile> {
  const subjects = new Map<string, number>();
  const identifiers: RawIdentifiers[] = [];
  const records: TownRecord[] = [];
  for (const path of source.paths) {
    const truth = truthOf(texts, source, path);
    const reading = READERS[source.kind].read(once(texts.get(path) ?? ''), {
      today: TODAY,
      referenceIssuer: source.referenceIssuer,
      mapping: null,
      fileQuarter: source.kind === 'wages' ? quarterOfFileName(path) : null,
    });
    for await (const batch of reading.batches) {
      for (const row of batch) {
        if (isRejected(row)) continue;
        const key = JSON.stringify(row.identifiers);
        const subject = subjects.get(key) ?? identifiers.push(row.identifiers) - 1;
        subjects.set(key, subject);
        const name = source.kind === 'wages' ? String(row.line) : row.recordRef;
        records.push({ subject, truth: truth.get(name ?? '') ?? null });
      }
    }
  }
  const { series, pack, kind } = source;
  return { file: { series, pack, isOneRecordPerPerson: kind === 'register', records: identifiers }, records };
}

/** Every kind of file with names in it that a small simulated state has. Wage files of all quarters are one. */
export async function sampleTown(persons: number): Promise<readonly KnownFile[]> {
  const texts = new Map<string, string>();
  for (const { path, content } of generateSample({ ...DEFAULT_SAMPLE, seed: 'town', persons, quarters: 12 }))
    texts.set(path, [...content].join(''));
  const paths = [...texts.keys()];
  const college = { referenceIssuer: 'college' };
  const bodies = paths.flatMap((path) => /^issuers\/([\w-]+)\/holders\.csv$/.exec(path)?.[1] ?? []);
  const sources: readonly Source[] = [
    ...bodies.map(issuer),
    {
      ...college,
      series: 'college/roster',
      kind: 'roster',
      pack: 'full',
      paths: ['college/roster.csv'],
      truth: { path: 'truth/roster.csv', ref: 'student_id', body: null },
    },
    {
      referenceIssuer: 'state',
      series: 'state/register',
      kind: 'register',
      pack: 'register',
      paths: ['register/residents.csv'],
      truth: { path: 'truth/register.csv', ref: 'resident_ref', body: null },
    },
    {
      ...college,
      series: 'clearing/clearinghouse',
      kind: 'clearinghouse',
      pack: 'enrolment',
      paths: ['clearinghouse/nsc_detail.csv'],
      truth: null,
    },
    {
      referenceIssuer: 'agency',
      series: WAGES,
      kind: 'wages',
      pack: 'wage',
      paths: paths.filter((path) => path.startsWith('wages/')),
      truth: null,
    },
  ];
  return await Promise.all(sources.map((source) => readSource(texts, source)));
}
