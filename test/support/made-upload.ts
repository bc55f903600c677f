import { randomUUID } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Manifest, SourceKind } from '@credlink/contracts';
import { answerChallenge, challengeRows, NORMALISER_VERSION, packFor } from '@credlink/tokens';
import { openEngine, sha256OfFile, writeParquet } from '@credlink/vault';

/** The two files of an upload and the manifest that describes them. */
export type MadeUpload = {
  readonly manifest: Manifest;
  readonly identity: Buffer;
  readonly facts: Buffer;
};

export type UploadRecipe = {
  readonly kind: SourceKind;
  /** SQL of the identity rows: subject_id, "rule", token. */
  readonly identity: string;
  /** SQL of the facts. */
  readonly facts: string;
  readonly manifest?: Partial<Manifest>;
};

/** Makes the files of an upload with the engine that makes them in a contributor's hands. */
export async function makeUpload(folder: string, recipe: UploadRecipe): Promise<MadeUpload> {
  const home = join(folder, randomUUID());
  await mkdir(home, { recursive: true });
  const paths = { identity: join(home, 'identity.parquet'), facts: join(home, 'facts.parquet') };
  const engine = await openEngine({ memoryLimit: '512MB', threads: 2, tempFolder: home, folders: [home] });
  try {
    const count = (query: string) => engine.scalar(`SELECT count(*) FROM (${query})`, [], Number);
    await writeParquet(engine, { query: recipe.identity, target: paths.identity, orderBy: 'as-is' });
    await writeParquet(engine, { query: recipe.facts, target: paths.facts, orderBy: 'as-is' });
    const subjects = `SELECT DISTINCT subject_id FROM (${recipe.facts})`;
    const byRule = await engine.rows(
      `SELECT "rule"::VARCHAR AS code, count(*) AS tokens FROM (${recipe.identity}) GROUP BY ALL`,
      [],
      ({ code, tokens }): [string, number] => [String(code), Number(tokens)],
    );
    return await describeUpload(
      recipe,
      { identity: await readFile(paths.identity), facts: await readFile(paths.facts) },
      {
        identity: await count(recipe.identity),
        facts: await count(recipe.facts),
        subjects: await count(subjects),
        tokensByRule: Object.fromEntries(byRule),
      },
      home,
    );
  } finally {
    await engine.close();
  }
}

/** A manifest that tells the truth about these bytes, but for what the recipe changes. */
export async function describeUpload(
  recipe: Pick<UploadRecipe, 'kind' | 'manifest'>,
  files: { readonly identity: Buffer; readonly facts: Buffer },
  rows: {
    readonly identity: number;
    readonly facts: number;
    readonly subjects: number;
    readonly tokensByRule: Readonly<Record<string, number>>;
  },
  folder: string,
): Promise<MadeUpload> {
  const entry = async (file: 'identity' | 'facts') => {
    const path = join(folder, `${file}.described`);
    await writeFile(path, files[file]);
    return { sha256: await sha256OfFile(path), bytes: files[file].length, rows: rows[file] };
  };
  const { kind } = recipe;
  const pack = packFor(kind);
  const sourceDigest = recipe.manifest?.sourceDigest ?? randomUUID().replaceAll('-', '').repeat(2);
  const manifest: Manifest = {
    version: 1,
    kind,
    sourceDigest,
    pack: { name: pack.name, version: pack.version },
    normaliserVersion: NORMALISER_VERSION,
    keyEpoch: 1,
    files: { identity: await entry('identity'), facts: await entry('facts') },
    subjects: rows.subjects,
    coverage: null,
    isOneRecordPerPerson: false,
    preflight: {
      rowsRead: rows.facts,
      rowsSent: rows.facts,
      rejected: {},
      identifiers: {},
      tokensByRule: { ...rows.tokensByRule },
    },
    chanceAgreement: {},
    attributePresence: {},
    conformance: conformanceOf({ kind, sourceDigest }),
    supersedes: null,
    ...recipe.manifest,
  };
  return { manifest, ...files };
}

function conformanceOf({ kind, sourceDigest }: Pick<Manifest, 'kind' | 'sourceDigest'>) {
  return answerChallenge(challengeRows(sourceDigest), packFor(kind));
}

/** The same files under a manifest that says something else. */
export function withManifest(made: MadeUpload, change: Partial<Manifest>): MadeUpload {
  const manifest = { ...made.manifest, ...change };
  return { ...made, manifest: { ...manifest, conformance: conformanceOf(manifest) } };
}

/** Awards of `subjects` holders, one each, with two tokens each; different for each `salt`. */
export function holders(subjects: number, salt = ''): UploadRecipe {
  const rules = packFor('holders')
    .rules.filter(({ role }) => role === 'candidate')
    .slice(0, 2)
    .map((rule) => rule.code);
  return {
    kind: 'holders',
    identity: `SELECT i::UBIGINT AS subject_id, r::USMALLINT AS "rule", md5('${salt}' || i || '-' || r)::UUID AS token
      FROM range(${subjects}) AS s(i), unnest([${rules.join(', ')}]) AS t(r)`,
    facts: `SELECT i::UBIGINT AS subject_id, 'HI-MT1' AS credential_code, DATE '2020-01-01' + ((i + hash('${salt}') % 1000) % 1000)::INTEGER AS award_date,
      'initial' AS action, NULL::DATE AS expires_on, NULL::DATE AS exam_date, NULL::SMALLINT AS attempt_no,
      NULL::VARCHAR AS route, NULL::VARCHAR AS assessment_state FROM range(${subjects}) AS s(i)`,
  };
}
