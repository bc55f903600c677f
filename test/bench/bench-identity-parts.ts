import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { RulePack } from '@credlink/tokens';
import {
  bulkInsert,
  type Engine,
  IDENTITY_FILE_COLUMNS,
  insertTokens,
  quoteText,
  writeIdentityFile,
  writeParquet,
} from '@credlink/vault';
import { type MadeTokens, VAULT_KEY } from './bench-tokens.ts';

export type IdentityParts = {
  add(made: MadeTokens): Promise<void>;
  /** Leaves `identity.parquet`, `truth-*.parquet` and, where wanted, `whole/tokens-*.parquet`. Returns the bytes of the first. */
  finish(keepsTokens: boolean): Promise<number>;
};

/**
 * Writes an identity file part by part, `partTokens` tokens each or a few more. Unlike intake's, the subjects of a file of several parts are numbered by digest
 * within each part only, which decides nothing but ties between records that cannot be told apart.
 */
export async function identityParts(
  engine: Engine,
  home: string,
  pack: RulePack,
  partTokens: number,
): Promise<IdentityParts> {
  const whole = join(home, 'whole');
  await mkdir(whole, { recursive: true });
  const sizes: number[] = [];
  let held = 0;
  const open = async () => {
    await engine.run('CREATE OR REPLACE TABLE made (subject_id UBIGINT, rule USMALLINT, token UUID)');
    await engine.run('CREATE OR REPLACE TABLE truth (subject_id UBIGINT, person UBIGINT)');
    const tokens = await insertTokens(engine, 'made');
    return { tokens, truth: await bulkInsert(engine, 'truth', ['UBIGINT', 'UBIGINT']) };
  };
  let inserts = await open();
  const pathOf = (folder: string, name: string, part: number) =>
    join(folder, `${name}-${String(part).padStart(4, '0')}.parquet`);

  async function writePart(): Promise<void> {
    inserts.tokens.finish();
    inserts.truth.finish();
    const part = sizes.length;
    const write = (table: string, target: string, orderBy: readonly string[]) =>
      writeParquet(engine, { query: `SELECT * FROM ${table}`, target, orderBy, isUnique: true });
    await write('truth', pathOf(home, 'truth', part), ['subject_id']);
    await write('made', pathOf(whole, 'tokens', part), ['subject_id', 'rule', 'token']);
    const target = pathOf(home, 'part', part);
    await writeIdentityFile(engine, { tokens: 'made', rules: pack.rules, key: VAULT_KEY, target });
    // Whoever has no token is no subject.
    const subjects = `SELECT count(*) FROM read_parquet(${quoteText(target)}) WHERE rule = 0`;
    sizes.push(await engine.scalar(subjects, [], Number));
    held = 0;
  }

  async function joinParts(target: string): Promise<void> {
    if (sizes.length === 1) return rename(pathOf(home, 'part', 0), target);
    const query = joined(sizes, (part) => pathOf(home, 'part', part), pack);
    await writeParquet(engine, { query, target, orderBy: 'as-is' });
    for (const part of sizes.keys()) await rm(pathOf(home, 'part', part));
  }

  return {
    async add(made) {
      inserts.tokens.add(made);
      for (const [index, subjectId] of made.persons.entries())
        inserts.truth.add([subjectId, BigInt(made.from + index)]);
      held += made.rules.length;
      if (held < partTokens) return;
      await writePart();
      inserts = await open();
    },
    async finish(keepsTokens) {
      if (held > 0) await writePart();
      await engine.run('DROP TABLE made; DROP TABLE truth');
      const target = join(home, 'identity.parquet');
      await joinParts(target);
      if (!keepsTokens) await rm(whole, { recursive: true });
      return (await stat(target)).size;
    },
  };
}

/** The rows of all parts, rule by rule, subjects of later parts numbered behind those of earlier ones. */
function joined(sizes: readonly number[], pathOf: (part: number) => string, pack: RulePack): string {
  const columns = IDENTITY_FILE_COLUMNS.map(({ name }) => name);
  const rules = [0, ...pack.rules.filter(({ role }) => role === 'candidate').map(({ code }) => code)];
  return rules
    .toSorted((one, other) => one - other)
    .flatMap((rule) => {
      let first = 0;
      return sizes.map((size, part) => {
        const shifted = columns.map((name) =>
          name === 'subject' ? `(subject + ${first})::UINTEGER AS subject` : name,
        );
        first += size;
        return `SELECT ${shifted.join(', ')} FROM read_parquet(${quoteText(pathOf(part))}) WHERE rule = ${rule}`;
      });
    })
    .join('\nUNION ALL\n');
}
