import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { createGunzip, gunzipSync } from 'node:zlib';
import { FACT_CONTRACTS, type SourceKind } from '@credlink/contracts';
import { type AcceptedRecord, isRejected, quarterOfFileName, READERS } from '@credlink/layouts';
import { type BulkType, type BulkValue, bulkInsert, type Engine } from '@credlink/vault';
import { readPlainCsv } from './eval-exchange-outcomes.ts';

type SourceFile = {
  readonly kind: SourceKind;
  readonly organisation: string;
  readonly path: string;
  /** The true person of a record; null leaves the record out. */
  readonly personOf: (record: AcceptedRecord) => string | null;
};

/**
 * Fills one table per kind of source with the facts of DIR's raw files, as the product's own readers deliver them,
 * and the true person of each record. Fabricated holders are nobody and left out. Revised wage files are not read:
 * the truth does not use them.
 * @returns the kinds filled and the number of rows rejected by the readers.
 */
export async function loadTrueFacts(engine: Engine, dir: string, today: string): Promise<number> {
  const persons = new PersonNumbers();
  let rejected = 0;
  const files = await sourceFiles(dir);
  for (const kind of new Set(files.map((file) => file.kind))) {
    const columns = FACT_CONTRACTS[kind];
    const isAboutPersons = kind !== 'employers';
    const declared = [
      ...(isAboutPersons ? ['person_id UBIGINT'] : []),
      'subject_id UBIGINT',
      'organisation VARCHAR',
      ...columns.map(({ name, type }) => `${name} ${type}`),
    ];
    await engine.run(`CREATE TABLE ${kind} (${declared.join(', ')})`);
    const types: BulkType[] = [
      ...(isAboutPersons ? (['UBIGINT'] as const) : []),
      'UBIGINT',
      'VARCHAR',
      ...columns.map(({ type }) => type),
    ];
    const insert = await bulkInsert(engine, kind, types);
    const subjects = new PersonNumbers();
    for (const file of files.filter((one) => one.kind === kind)) {
      rejected += await readFileInto(file, today, (record) => {
        const person = isAboutPersons ? file.personOf(record) : null;
        if (isAboutPersons && person === null) return;
        insert.add([
          ...(person === null ? [] : [persons.of(person)]),
          subjects.of(`${file.organisation} ${JSON.stringify(record.identifiers)}`),
          file.organisation,
          ...columns.map(({ name, type }) =>
            type === 'UUID' ? accountColumn(record, name) : (record.facts[name] ?? null),
          ),
        ]);
      });
    }
    insert.finish();
  }
  return rejected;
}

class PersonNumbers {
  readonly #numbers = new Map<string, bigint>();
  of(text: string): bigint {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = BigInt(this.#numbers.size + 1);
    this.#numbers.set(text, number);
    return number;
  }
}

async function readFileInto(
  file: SourceFile,
  today: string,
  add: (record: AcceptedRecord) => void,
): Promise<number> {
  const raw = createReadStream(file.path);
  const reading = READERS[file.kind].read(file.path.endsWith('.gz') ? raw.pipe(createGunzip()) : raw, {
    today,
    referenceIssuer: 'college',
    mapping: null,
    fileQuarter: file.kind === 'wages' ? quarterOfFileName(basename(file.path)) : null,
  });
  let rejected = 0;
  for await (const batch of reading.batches) {
    for (const record of batch) {
      if (isRejected(record)) rejected += 1;
      else add(record);
    }
  }
  return rejected;
}

/** Sixteen bytes that sort as the account numbers do, so that ties break as the truth's. */
function accountColumn(record: AcceptedRecord, column: string): BulkValue {
  const account = column === 'successor_of' ? record.successorOf : record.employer;
  if (account === null) return null;
  const text = account.account.padEnd(10, '\0') + String.fromCharCode(Number(account.stateFips));
  const unit = column === 'employer_unit' ? (account.unit ?? '') : '';
  return Uint8Array.from((text + unit).padEnd(16, '\0').slice(0, 16), (character) => character.charCodeAt(0));
}

async function sourceFiles(dir: string): Promise<readonly SourceFile[]> {
  const truth = async (file: string): Promise<Record<string, string>[]> => {
    const content = await readFile(join(dir, 'truth', file));
    return readPlainCsv((file.endsWith('.gz') ? gunzipSync(content) : content).toString('utf8'));
  };
  const mapBy = (
    rows: Record<string, string>[],
    key: (row: Record<string, string>) => string,
  ): Map<string, string> => new Map(rows.map((row) => [key(row), row.person_id ?? '']));
  const students = mapBy(await truth('roster.csv'), (row) => row.student_id ?? '');
  const residents = mapBy(await truth('register.csv'), (row) => row.resident_ref ?? '');
  const holders = mapBy(
    (await truth('holders.csv')).filter((row) => row.kind !== 'fabricated'),
    (row) => `${row.body}/${row.record_ref}`,
  );
  const lines = mapBy(await truth('wages.csv.gz'), (row) => `${row.file}/${row.line}`);
  const student = ({ recordRef, identifiers }: AcceptedRecord): string | null =>
    students.get(recordRef ?? identifiers.reference?.value ?? '') ?? null;
  const college = (kind: SourceKind, path: string, organisation = 'college'): SourceFile => ({
    kind,
    organisation,
    path: join(dir, path),
    personOf: student,
  });
  const wageFiles = (await readdir(join(dir, 'wages'))).sort();
  const bodies = (await readdir(join(dir, 'issuers'))).sort();
  return [
    ...wageFiles.map(
      (name): SourceFile => ({
        kind: 'wages',
        organisation: 'state-ui',
        path: join(dir, 'wages', name),
        personOf: (record) => lines.get(`${name.split('.')[0]}/${record.line}`) ?? null,
      }),
    ),
    { kind: 'employers', organisation: 'state-ui', path: join(dir, 'employers.csv'), personOf: () => null },
    ...bodies.map(
      (body): SourceFile => ({
        kind: 'holders',
        organisation: body,
        path: join(dir, 'issuers', body, 'holders.csv'),
        personOf: (record) => holders.get(`${body}/${record.recordRef}`) ?? null,
      }),
    ),
    college('roster', 'college/roster.csv'),
    college('enrollment', 'college/enrollment.csv'),
    college('courses', 'college/courses.csv.gz'),
    college('awards', 'college/awards.csv'),
    college('level_gains', 'college/level_gains.csv'),
    college('clearinghouse', 'clearinghouse/nsc_detail.csv', 'clearinghouse'),
    {
      kind: 'register',
      organisation: 'state-register',
      path: join(dir, 'register/residents.csv'),
      personOf: ({ recordRef }) => residents.get(recordRef ?? '') ?? null,
    },
  ];
}
