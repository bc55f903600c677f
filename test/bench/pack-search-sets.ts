import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { isRejected, quarterOfFileName, READERS } from '@credlink/layouts';
import { type Identifiers, normaliseIdentifiers } from '@credlink/tokens';
import type { Engine } from '@credlink/vault';
import { readLabelledSet } from './linkage-folder.ts';

/** A record of a set: of which person, in which of the files that are linked to one another. */
export type SearchRecord = {
  readonly identifiers: Identifiers;
  readonly entity: string;
  readonly file: number;
};

/** Records with their truth. `isAcross`: only pairs of different files count. */
export type SearchSet = {
  readonly name: string;
  /** Packs are chosen on `search` sets alone; `hold-out` sets only judge them. */
  readonly role: 'search' | 'hold-out';
  readonly isAcross: boolean;
  readonly records: readonly SearchRecord[];
};

/** Day on which the sets are read: birth dates after it are invalid. */
const TODAY = '2026-11-01';

/** Sets that are never looked at while choosing. */
const HELD_OUT: readonly string[] = ['febrl4', 'techfest1300'];
/** Sets of which half the people choose and the other half judge. */
const HALVED: readonly string[] = ['historical50k'];
/** Sets whose people are known for a few labelled pairs only. */
const WITHOUT_ENTITIES: readonly string[] = ['recordlinker'];

/** Half of all people, the same in every run. */
function isInFirstHalf(entity: string): boolean {
  return ((createHash('sha256').update(entity).digest()[0] ?? 0) & 1) === 0;
}

function halves(name: string, isAcross: boolean, records: readonly SearchRecord[]): readonly SearchSet[] {
  return (['search', 'hold-out'] as const).map((role) => ({
    name: `${name}/${role === 'search' ? 1 : 2}`,
    role,
    isAcross,
    records: records.filter(({ entity }) => isInFirstHalf(entity) === (role === 'search')),
  }));
}

async function readFolder(engine: Engine, data: string, name: string): Promise<readonly SearchSet[]> {
  const { files, truth, mode } = await readLabelledSet(engine, join(data, name));
  if (truth.kind !== 'entities') return [];
  const records = files.flatMap((file, index) =>
    file.map(({ recordId, raw }) => ({
      identifiers: normaliseIdentifiers(raw, TODAY),
      entity: truth.entityOf.get(recordId) ?? `alone ${recordId}`,
      file: index,
    })),
  );
  const isAcross = mode === 'link';
  if (HALVED.includes(name)) return halves(name, isAcross, records);
  return [{ name, role: HELD_OUT.includes(name) ? 'hold-out' : 'search', isAcross, records }];
}

/** Rows of a CSV without quoted fields, as the truth files of the test town are. */
async function truthRows(path: string): Promise<readonly Readonly<Record<string, string>>[]> {
  const bytes = await readFile(path);
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  const [header = '', ...lines] = text.trimEnd().split(/\r?\n/);
  const names = header.split(',');
  return lines.map((line) =>
    Object.fromEntries(line.split(',').map((value, column) => [names[column] ?? '', value])),
  );
}

type Kind = 'holders' | 'roster' | 'register' | 'wages';

/** The records of a file of the test town whose person is known, each normalised record once a person. */
async function townFile(
  path: string,
  kind: Kind,
  file: number,
  personOf: (line: number, reference: string | null) => string | undefined,
): Promise<readonly SearchRecord[]> {
  const bytes = await readFile(path);
  const text = path.endsWith('.gz') ? gunzipSync(bytes) : bytes;
  const reading = READERS[kind].read(
    (async function* () {
      yield new Uint8Array(text);
    })(),
    {
      today: TODAY,
      referenceIssuer: 'town',
      mapping: null,
      fileQuarter: kind === 'wages' ? quarterOfFileName(path) : null,
    },
  );
  const records = new Map<string, SearchRecord>();
  for await (const batch of reading.batches) {
    for (const record of batch) {
      if (isRejected(record)) continue;
      const entity = personOf(record.line, record.recordRef);
      if (entity === undefined) continue;
      const key = JSON.stringify([entity, record.identifiers]);
      if (!records.has(key)) {
        records.set(key, { identifiers: normaliseIdentifiers(record.identifiers, TODAY), entity, file });
      }
    }
  }
  return [...records.values()];
}

/** Persons of the town's holders, roster and register, and apart from them the pairs of these with wage lines. */
async function readTown(folder: string): Promise<readonly SearchSet[]> {
  const column = async (name: string, reference: string, body: string | null) => {
    const rows = await truthRows(join(folder, 'truth', name));
    const own = rows.filter((row) => body === null || row.body === body);
    return new Map(own.map((row) => [row[reference] ?? '', row.person_id ?? '']));
  };
  const people: SearchRecord[] = [];
  const add = async (path: string, kind: Kind, of: ReadonlyMap<string, string>) => {
    people.push(...(await townFile(join(folder, path), kind, 0, (_, reference) => of.get(reference ?? ''))));
  };
  for (const body of readdirSync(join(folder, 'issuers')).sort()) {
    await add(`issuers/${body}/holders.csv`, 'holders', await column('holders.csv', 'record_ref', body));
  }
  await add('college/roster.csv', 'roster', await column('roster.csv', 'student_id', null));
  await add('register/residents.csv', 'register', await column('register.csv', 'resident_ref', null));
  const lines = new Map<string, Map<number, string>>();
  for (const { file = '', line = '', person_id: person = '' } of await truthRows(
    join(folder, 'truth', 'wages.csv.gz'),
  )) {
    const ofFile = lines.get(file) ?? new Map<number, string>();
    lines.set(file, ofFile.set(Number(line), person));
  }
  const wages = new Map<string, SearchRecord>();
  for (const name of readdirSync(join(folder, 'wages')).sort()) {
    const ofFile = lines.get(name.slice(0, 6));
    for (const record of await townFile(join(folder, 'wages', name), 'wages', 1, (line) =>
      ofFile?.get(line),
    )) {
      wages.set(JSON.stringify([record.entity, record.identifiers]), record);
    }
  }
  return [
    ...halves('anytown', false, people),
    ...halves('anytown wages', true, [...people, ...wages.values()]),
  ];
}

/** All labelled sets of a folder, and the test town where it is there. */
export async function readSearchSets(engine: Engine, data: string): Promise<readonly SearchSet[]> {
  const sets: SearchSet[] = [];
  for (const name of readdirSync(data).sort()) {
    const folder = join(data, name);
    if (name === 'anytown') sets.push(...(await readTown(folder)));
    else if (existsSync(join(folder, 'truth.csv')) && !WITHOUT_ENTITIES.includes(name)) {
      sets.push(...(await readFolder(engine, data, name)));
    }
  }
  return sets;
}
