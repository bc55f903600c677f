import { createHash, createHmac, createSecretKey, randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { AgreementTally } from '@credlink/contribute';
import type { LinkSource } from '@credlink/linkage';
import {
  ATTRIBUTES,
  createTokeniser,
  loadOprf,
  normaliseIdentifiers,
  type RawIdentifiers,
  type RulePack,
  ssnOprfInput,
} from '@credlink/tokens';
import { bulkInsert, type Engine, quoteText, writeIdentityFile } from '@credlink/vault';
import { fileIdentifiers } from '../support/file-identifiers.ts';
import type { LabelledRecord } from './linkage-folder.ts';

/** Day on which an evaluation takes place: birth dates after it are invalid. */
const TODAY = '2026-11-01';

/** Keys of the evaluation exchange: fixed, so that a run can be repeated; they protect nothing. */
const EXCHANGE_KEY = createHash('sha256').update('credlink evaluation exchange').digest();
const OPRF_SEED = createHash('sha256').update('credlink evaluation keyholder').digest();

const VAULT_KEY = createSecretKey(createHash('md5').update('credlink evaluation vault').digest());

const OPRF_BATCH = 1024;

/** The OPRF outputs of distinct SSNs: blinded, evaluated with proof, finalised, as between two machines. */
export async function evaluateSsns(ssns: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>> {
  const oprf = await loadOprf();
  const { secretKey, publicKey } = oprf.deriveKeyPair(OPRF_SEED, new Uint8Array(0));
  const scalar = () => oprf.scalarFromRandom(randomBytes(64));
  const outputs = new Map<string, Uint8Array>();
  for (let start = 0; start < ssns.length; start += OPRF_BATCH) {
    const batch = ssns.slice(start, start + OPRF_BATCH);
    const inputs = batch.map(ssnOprfInput);
    const blinds = batch.map(scalar);
    const blindedElements = oprf.blind(inputs, blinds);
    const evaluation = oprf.evaluate(secretKey, blindedElements, scalar());
    if (evaluation.kind !== 'evaluated') throw new TypeError('the keyholder refused an element');
    const { evaluatedElements, proof } = evaluation;
    const result = oprf.finalise({ inputs, blinds, blindedElements, evaluatedElements, proof, publicKey });
    if (result.kind !== 'outputs') throw new TypeError('the keyholder gave a wrong proof');
    for (const [index, ssn] of batch.entries()) {
      const output = result.outputs[index];
      if (output !== undefined) outputs.set(ssn, output);
    }
  }
  return outputs;
}

export type SsnUse =
  | { readonly kind: 'use' }
  | { readonly kind: 'drop' }
  | { readonly kind: 'mask'; share: number };

/** Blanks SSNs as the option says; which ones depends on the position in the file and a fixed seed. */
export function withSsnUse(
  records: readonly LabelledRecord[],
  use: SsnUse,
  file: number,
): readonly LabelledRecord[] {
  return records.map((record, index) => {
    const isKept =
      use.kind === 'use' ||
      (use.kind === 'mask' &&
        createHmac('sha256', 'mask').update(`${file}/${index}`).digest().readUInt32BE() / 2 ** 32 >=
          use.share);
    if (isKept) return record;
    const { ssn: _, ...raw } = record.raw;
    return { recordId: record.recordId, raw: raw satisfies RawIdentifiers };
  });
}

export type TokenisedRecords = {
  readonly source: LinkSource;
  /** Subject id of each record, in file order. */
  readonly subjectIds: readonly bigint[];
  readonly tokens: number;
  readonly bytes: number;
};

/** Normalises, tokenises and writes one file to Parquet, and states what its manifest would state. */
export async function tokeniseRecords(
  engine: Engine,
  options: {
    readonly records: readonly LabelledRecord[];
    readonly file: number;
    readonly pack: RulePack;
    readonly evaluations: ReadonlyMap<string, Uint8Array>;
    readonly folder: string;
    readonly isOneRecordPerPerson: boolean;
  },
): Promise<TokenisedRecords> {
  const { records, file, pack, evaluations, folder } = options;
  const tokeniser = createTokeniser({ exchangeKey: EXCHANGE_KEY, keyEpoch: 1, pack });
  const tally = new AgreementTally();
  const present = new Map<string, number>();
  const table = `tokens_${file}`;
  await engine.run(`CREATE TABLE ${table} (subject_id UBIGINT, rule USMALLINT, token UUID)`);
  const insert = await bulkInsert(engine, table, ['UBIGINT', 'USMALLINT', 'UUID']);
  let tokens = 0;
  const subjectIds: bigint[] = [];
  const read = fileIdentifiers(
    records.map(({ raw }) => raw),
    TODAY,
  );
  for (const [index, identifiers] of read.entries()) {
    const subjectId = createHmac('sha256', 'subject').update(`${file}/${index}`).digest().readBigUInt64BE();
    subjectIds.push(subjectId);
    tally.add(identifiers);
    for (const attribute of ATTRIBUTES) {
      if (identifiers.states[attribute] === 'valid')
        present.set(attribute, (present.get(attribute) ?? 0) + 1);
    }
    const evaluation = identifiers.ssn === null ? null : (evaluations.get(identifiers.ssn) ?? null);
    for (const { code, token } of tokeniser.tokensOf(identifiers, evaluation)) {
      insert.add([subjectId, code, token]);
      tokens += 1;
    }
  }
  insert.finish();
  const target = join(folder, `identity-${file}.parquet`);
  await writeIdentityFile(engine, { tokens: table, rules: pack.rules, key: VAULT_KEY, target });
  await engine.run(`DROP TABLE ${table}`);
  const uploadId = `00000000-0000-4000-8000-${String(file).padStart(12, '0')}`;
  return {
    source: {
      uploadId,
      sourceDigest: String(file).padStart(12, '0'),
      relation: `read_parquet(${quoteText(target)})`,
      series: `party-${String(file).padStart(6, '0')}`,
      organisation: `party-${String(file).padStart(6, '0')}`,
      isUnderOthersReferences: false,
      pack,
      isOneRecordPerPerson: options.isOneRecordPerPerson,
      subjects: records.length,
      chanceAgreement: tally.chances(),
      attributePresence: Object.fromEntries(
        ATTRIBUTES.map((attribute) => [
          attribute,
          (present.get(attribute) ?? 0) / Math.max(1, records.length),
        ]),
      ),
    },
    subjectIds,
    tokens,
    bytes: statSync(target).size,
  };
}

/** Distinct valid SSNs of all files, for the keyholder. */
export function distinctSsns(files: readonly (readonly LabelledRecord[])[]): readonly string[] {
  const ssns = files.flat().flatMap(({ raw }) => {
    const { ssn } = raw.ssn === undefined ? { ssn: null } : normaliseIdentifiers({ ssn: raw.ssn }, TODAY);
    return ssn === null ? [] : [ssn];
  });
  return [...new Set(ssns)];
}
