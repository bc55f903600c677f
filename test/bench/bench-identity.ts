import { createHash, createHmac, createSecretKey } from 'node:crypto';
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AgreementTally } from '@credlink/contribute';
import type { LinkSource } from '@credlink/linkage';
import {
  ATTRIBUTES,
  createTokeniser,
  normaliseIdentifiers,
  PACKS,
  type PackName,
  SSN_EVALUATION_LENGTH,
} from '@credlink/tokens';
import { bulkInsert, type Engine, quoteText, writeIdentityFile, writeParquet } from '@credlink/vault';
import { type RecordingOptions, recordOf } from './bench-persons.ts';

/** A fixed key: it protects nothing but invented people. */
export const BENCH_KEY = createHash('sha256').update('credlink benchmark exchange').digest();
/** The day of the benchmark: birth dates after it are invalid. */
export const BENCH_DAY = '2026-11-01';

/** Stands in for the key that only intake holds. */
const VAULT_KEY = createSecretKey(createHash('md5').update('credlink benchmark vault').digest());

/** Records tokenised before a Parquet file is written: bounds the memory of large sizes. */
const RECORDS_PER_FILE = 100_000;

export type IdentityOptions = RecordingOptions & {
  readonly pack: PackName;
  readonly firstPerson: number;
  readonly persons: number;
  /** Whether the whole tokens stay beside what a vault keeps of them: what a bare join of them is measured on. */
  readonly keepsTokens: boolean;
};

/** Stands in for an OPRF output: what the linker does with it does not depend on how the 64 bytes came about. */
function evaluationOf(ssn: string): Uint8Array {
  return createHmac('sha512', BENCH_KEY).update(ssn).digest().subarray(0, SSN_EVALUATION_LENGTH);
}

/**
 * Writes the identity files of invented persons to `folder`, as a vault holds them, with the truth
 * (subject_id, person) beside them, and the words the linkage package needs about them.
 */
export async function writeIdentity(engine: Engine, folder: string, options: IdentityOptions): Promise<void> {
  const home = join(folder, options.file);
  const whole = join(home, 'whole');
  await mkdir(whole, { recursive: true });
  const pack = PACKS[options.pack];
  const tokeniser = createTokeniser({ exchangeKey: BENCH_KEY, keyEpoch: 1, pack });
  const tally = new AgreementTally();
  const present = new Map<string, number>();
  const tokensByRule: Record<string, number> = {};
  for (let from = 0; from < options.persons; from += RECORDS_PER_FILE) {
    await engine.run('CREATE OR REPLACE TABLE made (subject_id UBIGINT, rule USMALLINT, token UUID)');
    await engine.run('CREATE OR REPLACE TABLE truth (subject_id UBIGINT, person UBIGINT)');
    const insert = await bulkInsert(engine, 'made', ['UBIGINT', 'USMALLINT', 'UUID']);
    const truth = await bulkInsert(engine, 'truth', ['UBIGINT', 'UBIGINT']);
    for (let index = from; index < Math.min(from + RECORDS_PER_FILE, options.persons); index += 1) {
      const person = options.firstPerson + index;
      const subjectId =
        createHash('sha1').update(`${options.file}/${person}`).digest().readBigUInt64BE() >> 1n;
      const identifiers = normaliseIdentifiers(recordOf(person, options), BENCH_DAY);
      tally.add(identifiers);
      for (const attribute of ATTRIBUTES) {
        if (identifiers.states[attribute] === 'valid')
          present.set(attribute, (present.get(attribute) ?? 0) + 1);
      }
      const evaluation = identifiers.ssn === null ? null : evaluationOf(identifiers.ssn);
      for (const { code, token } of tokeniser.tokensOf(identifiers, evaluation)) {
        insert.add([subjectId, code, token]);
        tokensByRule[code] = (tokensByRule[code] ?? 0) + 1;
      }
      truth.add([subjectId, BigInt(person)]);
    }
    insert.finish();
    truth.finish();
    const number = String(from / RECORDS_PER_FILE).padStart(4, '0');
    const write = (table: string, target: string, orderBy: readonly string[]) =>
      writeParquet(engine, { query: `SELECT * FROM ${table}`, target, orderBy });
    await write('made', join(whole, `tokens-${number}.parquet`), ['subject_id', 'rule', 'token']);
    await write('truth', join(home, `truth-${number}.parquet`), ['subject_id']);
  }
  await engine.run('DROP TABLE made; DROP TABLE truth');
  const target = join(home, 'identity.parquet');
  const tokens = `read_parquet(${quoteText(join(whole, 'tokens-*.parquet'))})`;
  await writeIdentityFile(engine, { tokens, rules: pack.rules, key: VAULT_KEY, target });
  const { size } = await stat(target);
  if (!options.keepsTokens) await rm(whole, { recursive: true });
  const presence = ATTRIBUTES.map((attribute) => [
    attribute,
    (present.get(attribute) ?? 0) / options.persons,
  ]);
  const about: About = {
    pack: options.pack,
    subjects: options.persons,
    bytes: size,
    tokensByRule,
    chanceAgreement: tally.chances(),
    attributePresence: Object.fromEntries(presence),
  };
  await writeFile(join(home, 'about.json'), JSON.stringify(about));
}

type About = Pick<LinkSource, 'subjects' | 'chanceAgreement' | 'attributePresence'> & {
  readonly pack: PackName;
  /** Size of the identity file. */
  readonly bytes: number;
  readonly tokensByRule: Readonly<Record<string, number>>;
};

export type WrittenIdentity = {
  readonly source: LinkSource;
  readonly truth: string;
  /** The whole tokens, where they were kept: `subject_id, rule, token`. */
  readonly wholeTokens: string;
  readonly tokens: number;
  readonly bytes: number;
  readonly tokensByRule: Readonly<Record<string, number>>;
};

/** What `writeIdentity` left, as the linker takes it. `place` numbers the files of one link. */
export async function readIdentity(folder: string, file: string, place: number): Promise<WrittenIdentity> {
  const about: About = JSON.parse(await readFile(join(folder, file, 'about.json'), 'utf8'));
  const { pack, tokensByRule, bytes, ...figures } = about;
  const relation = (name: string) => `read_parquet(${quoteText(join(folder, file, `${name}-*.parquet`))})`;
  return {
    source: {
      ...figures,
      uploadId: `00000000-0000-4000-8000-${String(place).padStart(12, '0')}`,
      sourceDigest: file,
      relation: `read_parquet(${quoteText(join(folder, file, 'identity.parquet'))})`,
      series: `${file}/${pack}`,
      organisation: file,
      isUnderOthersReferences: false,
      pack: PACKS[pack],
      isOneRecordPerPerson: true,
    },
    truth: relation('truth'),
    wholeTokens: relation('whole/tokens'),
    bytes,
    tokens: Object.values(tokensByRule).reduce((sum, tokens) => sum + tokens, 0),
    tokensByRule,
  };
}
