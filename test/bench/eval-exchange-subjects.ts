import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Exchange, LoadedFile } from '@credlink/embedded';
import { deriveVaultKeys, registerSubjectNumbers, subjectNumberSql, type VaultKeys } from '@credlink/intake';
import { type Engine, quoteText } from '@credlink/vault';
import { z } from 'zod';

const Receipt = z.object({ uploadId: z.string(), receipt: z.string() });

export function csv(path: string): string {
  return `read_csv(${quoteText(path)}, header = true, all_varchar = true)`;
}

/** A developer's own exchange: nobody else may hold its vault key. */
export async function vaultKeysOf(home: Exchange['home']): Promise<VaultKeys> {
  const secrets: unknown = JSON.parse(await readFile(join(home.keys, 'secrets.json'), 'utf8'));
  const { vaultKey } = z.object({ vaultKey: z.base64() }).parse(secrets);
  return deriveVaultKeys(Buffer.from(vaultKey, 'base64'));
}

/** The receipt of a file, as a relation (subject_id, record_ref, line). */
export async function receiptOf(contributors: string, file: LoadedFile): Promise<string> {
  const folder = join(contributors, file.organisation, 'receipts');
  for (const name of await readdir(folder)) {
    if (!name.endsWith('.json')) continue;
    const record = Receipt.safeParse(JSON.parse(await readFile(join(folder, name), 'utf8')));
    if (record.success && record.data.uploadId === file.uploadId) {
      return `read_parquet(${quoteText(join(folder, record.data.receipt))})`;
    }
  }
  throw new Error(`no receipt of ${file.path}`);
}

/** Rows (reference or line, person) of the truth of a file; null where truth/ names none of its records. */
function truthOf(dir: string, file: LoadedFile): { readonly rows: string; readonly key: string } | null {
  const truth = (name: string) => csv(join(dir, 'truth', name));
  if (file.kind === 'holders') {
    return {
      rows: `SELECT record_ref AS ref, person_id AS person FROM ${truth('holders.csv')} WHERE body = ${quoteText(file.organisation)}`,
      key: 'record_ref',
    };
  }
  if (file.kind === 'register') {
    return {
      rows: `SELECT resident_ref AS ref, person_id AS person FROM ${truth('register.csv')}`,
      key: 'record_ref',
    };
  }
  if (file.kind === 'roster') {
    return {
      rows: `SELECT student_id AS ref, person_id AS person FROM ${truth('roster.csv')}`,
      key: 'record_ref',
    };
  }
  if (file.kind !== 'wages') return null;
  const quarter = /(\d{4}q[1-4])/.exec(file.path)?.[1] ?? '';
  const name = file.path.startsWith('revisions/') ? 'revisions.csv.gz' : 'wages.csv.gz';
  return {
    rows: `SELECT line AS ref, person_id AS person FROM ${truth(name)} WHERE file = ${quoteText(quarter)}`,
    key: 'line::VARCHAR',
  };
}

/** Table `subject_truth` (upload_id, subject_id, truth), subjects as the vault numbers them. */
export async function loadSubjectTruth(
  engine: Engine,
  dir: string,
  home: Exchange['home'],
  files: readonly LoadedFile[],
): Promise<void> {
  registerSubjectNumbers(engine, (await vaultKeysOf(home)).subjects);
  await engine.run('CREATE TEMP TABLE subject_truth (upload_id UUID, subject_id UBIGINT, truth VARCHAR)');
  for (const file of files) {
    const truth = truthOf(dir, file);
    if (truth === null) continue;
    await engine.run(`
      INSERT INTO subject_truth
      SELECT ${quoteText(file.uploadId)}::UUID, ${subjectNumberSql('r.subject_id', file.uploadId)}, arg_max(t.person, t.person)
      FROM (${truth.rows}) t JOIN ${await receiptOf(home.contributors, file)} r ON r.${truth.key} = t.ref
      GROUP BY r.subject_id`);
  }
}
