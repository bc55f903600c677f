import { createHash, createSecretKey } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AgreementTally } from '@credlink/contribute';
import type { LinkSource } from '@credlink/linkage';
import {
  ATTRIBUTES,
  createTokeniser,
  PACKS,
  type PackName,
  type RawIdentifiers,
  type RulePack,
} from '@credlink/tokens';
import { bulkInsert, type Engine, openEngine, prepareIdentity } from '@credlink/vault';
import { fileIdentifiers } from '../support/file-identifiers.ts';

const TODAY = '2026-01-01';
const TOKENISER_KEY = new Uint8Array(32).fill(7);
const VAULT_KEY = createSecretKey(Buffer.alloc(16, 9));

/** Runs a test with an engine of its own and closes it. */
export async function withEngine<T>(use: (engine: Engine) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'credlink-linkage-'));
  const engine = await openEngine({ memoryLimit: '1GB', threads: 2, tempFolder: folder, folders: [folder] });
  try {
    return await use(engine);
  } finally {
    await engine.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

export type TownFile = {
  readonly series: string;
  readonly pack: PackName;
  readonly isOneRecordPerPerson: boolean;
  readonly records: readonly RawIdentifiers[];
};

/** What stands for the keyholder's answer: these tests are about equality, not about secrecy. */
function evaluationOf(ssn: string | null): Uint8Array | null {
  return ssn === null ? null : createHash('sha512').update(ssn).digest();
}

export function subjectIdOf(file: TownFile, index: number, salt: string): bigint {
  return createHash('sha256').update(`${salt}/${file.series}/${index}`).digest().readBigUInt64BE();
}

export function uploadIdOf(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

/** Makes of a table of whole tokens what a vault keeps of them; returns the relation. */
export async function storeTokens(engine: Engine, table: string, { rules }: RulePack): Promise<string> {
  const rows = await prepareIdentity(engine, { tokens: table, rules, key: VAULT_KEY });
  await engine.run(`CREATE OR REPLACE TABLE ${table}_stored AS ${rows}`);
  return `${table}_stored`;
}

/** An upload that was made by hand: `tokens`, SQL of `subject_id UBIGINT, rule USMALLINT, token UUID` under the register pack. */
export async function forge(
  engine: Engine,
  options: {
    readonly party: string;
    readonly number: number;
    readonly subjects: number;
    readonly isOneRecordPerPerson: boolean;
    readonly tokens: string;
  },
): Promise<LinkSource> {
  const { party, number, subjects, isOneRecordPerPerson, tokens } = options;
  await engine.run(`CREATE OR REPLACE TABLE ${party} AS ${tokens}`);
  return {
    uploadId: uploadIdOf(number),
    sourceDigest: party,
    relation: await storeTokens(engine, party, PACKS.register),
    series: `${party}/register`,
    organisation: party,
    isUnderOthersReferences: false,
    pack: PACKS.register,
    isOneRecordPerPerson,
    subjects,
    chanceAgreement: {},
    attributePresence: {},
  };
}

/** Puts a file's tokens into a table of the engine and states what its manifest would state. */
export async function contribute(
  engine: Engine,
  file: TownFile,
  number: number,
  salt = '',
): Promise<LinkSource> {
  const pack = PACKS[file.pack];
  const tokeniser = createTokeniser({ exchangeKey: TOKENISER_KEY, keyEpoch: 1, pack });
  const identifiers = fileIdentifiers(file.records, TODAY);
  const table = `town_${number}`;
  await engine.run(`CREATE OR REPLACE TABLE ${table} (subject_id UBIGINT, rule USMALLINT, token UUID)`);
  const insert = await bulkInsert(engine, table, ['UBIGINT', 'USMALLINT', 'UUID']);
  const tally = new AgreementTally();
  for (const [index, record] of identifiers.entries()) {
    tally.add(record);
    for (const { code, token } of tokeniser.tokensOf(record, evaluationOf(record.ssn))) {
      insert.add([subjectIdOf(file, index, salt), code, token]);
    }
  }
  insert.finish();
  return {
    uploadId: uploadIdOf(number),
    sourceDigest: file.series,
    relation: await storeTokens(engine, table, pack),
    series: file.series,
    organisation: file.series.split('/')[0] ?? '',
    isUnderOthersReferences: file.series.endsWith('/clearinghouse'),
    pack,
    isOneRecordPerPerson: file.isOneRecordPerPerson,
    subjects: file.records.length,
    chanceAgreement: tally.chances(),
    attributePresence: Object.fromEntries(
      ATTRIBUTES.map((attribute) => [
        attribute,
        identifiers.filter(({ states }) => states[attribute] === 'valid').length /
          Math.max(1, identifiers.length),
      ]),
    ),
  };
}

const GIVEN =
  'ANNA BRUNO CARLA DAVID ELENA FELIX GRETA HUGO IRENE JONAS KARIN LEON MARTA NOAH OLGA PAUL'.split(' ');
const SURNAMES =
  'ADLER BAUMGARTEN CZERNY DUBOIS ECKHART FONTANE GRILLPARZER HORVATH IVANOV JANACEK KOWALSKI LINDQVIST'.split(
    ' ',
  );
const STREETS = 'OAK ELM MAPLE CEDAR BIRCH WALNUT'.split(' ');

/** A made-up person: number in, the same particulars out. */
export function townsperson(
  number: number,
): Required<
  Pick<RawIdentifiers, 'givenName' | 'surname' | 'dateOfBirth' | 'ssn' | 'street' | 'city' | 'zip'>
> {
  const draw = (label: string, size: number) =>
    createHash('sha256').update(`${label}/${number}`).digest().readUInt32BE() % size;
  const two = (value: number) => String(value).padStart(2, '0');
  return {
    givenName: GIVEN[draw('given', GIVEN.length)] ?? '',
    surname: `${SURNAMES[draw('surname', SURNAMES.length)]}${'AEIOU'.charAt(draw('ending', 5))}`,
    dateOfBirth: `${1950 + draw('year', 50)}-${two(1 + draw('month', 12))}-${two(1 + draw('day', 28))}`,
    ssn: `2${two(draw('area', 100))}-${two(1 + draw('group', 99))}-${String(1 + draw('serial', 9998)).padStart(4, '0')}`,
    street: `${1 + draw('house', 400)} ${STREETS[draw('street', STREETS.length)]} ST`,
    city: ['TRENTON', 'CAMDEN', 'NEWARK'][draw('city', 3)] ?? '',
    zip: `086${two(draw('zip', 20))}`,
  };
}
