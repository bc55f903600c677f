import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PublishedCell, type QuarantinedRoster } from '@credlink/contracts';
import type { Exchange } from '@credlink/embedded';
import { openStore } from '@credlink/store';
import { openEngine } from '@credlink/vault';
import { z } from 'zod';
import { readOutcomesFolder } from '../../packages/cli/src/verify/read-outcomes.ts';
import { readFolderCatalogue } from '../../services/embedded/src/load/folder-catalogue.ts';
import { runCredlink } from '../support/run-credlink.ts';
import { readPlainCsv } from './eval-exchange-outcomes.ts';
import { loadSubjectTruth } from './eval-exchange-subjects.ts';
import { countInsiders, type InsiderCount } from './exchange-twice-insiders.ts';
import { countLedgerBars, type LedgerFindings } from './exchange-twice-ledger.ts';
import type { BuiltOnce } from './exchange-twice-run.ts';
import { loadTrueSuppliers } from './exchange-twice-suppliers.ts';

const Verified = z.object({
  isClear: z.boolean(),
  cells: z.int(),
  shown: z.int(),
  checks: z.array(
    z.object({
      id: z.string(),
      result: z.string(),
      violations: z.int(),
      undecided: z.int(),
      note: z.string(),
    }),
  ),
  ranges: z.object({ hidden: z.int(), belowThreshold: z.int() }),
  findings: z.array(z.unknown()),
  programs: z.int(),
});
export type Verified = z.infer<typeof Verified>;

/** `credlink verify-release` over what a reader downloaded, beside the release before where there is one. */
export async function verifyDownloaded(
  { out, certificate }: Pick<BuiltOnce, 'out' | 'certificate'>,
  previous: Pick<BuiltOnce, 'out'> | null,
  work: string,
): Promise<Verified> {
  const key = certificate.signature?.publicKey ?? '';
  const before = previous === null ? [] : ['--previous', previous.out];
  const { stdout, stderr } = await runCredlink(
    ['verify-release', out, '--json', '--quiet', '--key', key, ...before],
    { cwd: work },
  );
  if (stdout === '') throw new Error(`verify-release said nothing: ${stderr}`);
  return Verified.parse(JSON.parse(stdout));
}

async function readCells(out: string): Promise<readonly PublishedCell[]> {
  const text = await readFile(join(out, 'cells.jsonl'), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => PublishedCell.parse(JSON.parse(line)));
}

/** Rosters of made-up holders: whether both releases kept them out and said why, and what is shown of their credential. */
export async function madeUpRosters(
  dir: string,
  built: readonly BuiltOnce[],
): Promise<readonly MadeUpRoster[]> {
  const truth = readPlainCsv(await readFile(join(dir, 'truth', 'holders.csv'), 'utf8'));
  const rosters = new Map(
    truth
      .filter(({ kind }) => kind === 'fabricated')
      .map(({ body = '', code = '' }) => [`${body} ${code}`, { organisation: body, credential: code }]),
  );
  const cells = (await Promise.all(built.map(({ out }) => readCells(out)))).flat();
  const shown = cells.filter(({ status }) => status === 'ok' || status === 'carried');
  return [...rosters.values()].map(({ organisation, credential }) => ({
    organisation,
    credential,
    reasons: built.map(
      ({ quarantined }) =>
        quarantined.find((one) => one.organisation === organisation && one.credential === credential)
          ?.reason ?? null,
    ),
    shownCells: shown.filter(({ key }) => Object.values(key).includes(credential)).length,
  }));
}

export type MadeUpRoster = {
  readonly organisation: string;
  readonly credential: string;
  /** Of each release; null where it was not kept out. */
  readonly reasons: readonly (QuarantinedRoster['reason'] | null)[];
  readonly shownCells: number;
};

/** Carried figures that do not name the first release, or are not what it showed. */
export async function carriedMarks([first, second]: readonly BuiltOnce[]) {
  if (first === undefined || second === undefined) throw new Error('two releases are needed');
  const addressOf = ({ table, measure, variant, key }: PublishedCell): string =>
    JSON.stringify([table, measure, variant, Object.entries(key).sort()]);
  const before = new Map((await readCells(first.out)).map((cell) => [addressOf(cell), cell]));
  const cells = await readCells(second.out);
  const carried = cells.filter(({ status }) => status === 'carried');
  const wrong = carried.filter((cell) => {
    const then = before.get(addressOf(cell));
    return cell.asOf !== first.publishedId || then?.status !== 'ok' || then.value !== cell.value;
  });
  const computed = cells.filter(({ status }) => status === 'ok');
  const isNew = computed.filter((cell) => before.get(addressOf(cell))?.status !== 'ok');
  return {
    carried: carried.length,
    wrong: wrong.length,
    anew: computed.length - isNew.length,
    shownForTheFirstTime: isNew.length,
    asOf: first.publishedId,
    namesIn: second.publishedId,
  };
}

/** Which vintage of the revised quarter each release was made from. */
export async function vintages(exchange: Exchange, [first, second]: readonly BuiltOnce[], revised: string) {
  if (first === undefined || second === undefined) throw new Error('two releases are needed');
  const store = openStore({ url: exchange.databaseUrl('publisher'), applicationName: 'eval' });
  try {
    const revision = revised.replace('wages/', 'revisions/');
    const factsOf = async (path: string): Promise<string> => {
      const file = second.files.find((one) => one.path === path);
      const row = await store.db
        .selectFrom('upload')
        .select('facts_file')
        .where('upload_id', '=', file?.uploadId ?? '')
        .executeTakeFirstOrThrow();
      return row.facts_file ?? '';
    };
    const [old, renewed] = [await factsOf(revised), await factsOf(revision)];
    const has = ({ certificate }: BuiltOnce, name: string): boolean =>
      certificate.inputs.vaultFiles.includes(name);
    return {
      quarter: revised,
      firstReadOriginal: has(first, old),
      secondReadOriginal: has(second, old),
      secondReadRevision: has(second, renewed),
    };
  } finally {
    await store.close();
  }
}

/** The same addresses asked again and in another order answer byte for byte the same. */
export async function repeatedAnswers({ urls }: Exchange, { publishedId, out }: BuiltOnce) {
  const cells = await readCells(out);
  const step = Math.max(1, Math.floor(cells.length / 40));
  const asked = cells.filter((_, place) => place % step === 0);
  const addresses = asked.map(({ table, measure, variant, key }) => {
    const query = new URLSearchParams({ ...key, measure, variant });
    return `${urls.outcomes}/v1/releases/${publishedId}/tables/${table}/cells?${query}`;
  });
  const ask = async (url: string): Promise<string> => {
    const reply = await fetch(url);
    return `${reply.status} ${reply.headers.get('etag')} ${await reply.text()}`;
  };
  const answers = new Map<string, string>();
  for (const url of addresses) answers.set(url, await ask(url));
  let different = 0;
  for (const url of addresses.toReversed()) if ((await ask(url)) !== answers.get(url)) different += 1;
  return { looked: addresses.length, violations: different };
}

/** What takes the persons to see, from the ledger and the truth. */
export async function ledgerFindings(
  dir: string,
  work: string,
  { home, databaseUrl }: Exchange,
  [first, second]: readonly BuiltOnce[],
): Promise<LedgerFindings & { readonly insiders: readonly InsiderCount[] }> {
  if (first === undefined || second === undefined) throw new Error('two releases are needed');
  const engine = await openEngine({
    memoryLimit: '2GB',
    threads: 2,
    tempFolder: join(work, 'engine'),
    folders: [dir, work],
  });
  const store = openStore({ url: databaseUrl('publisher'), applicationName: 'eval' });
  try {
    const owners = await store.db
      .selectFrom('upload')
      .select(['upload_id', 'organisation', 'kind'])
      .execute();
    await engine.run(
      'CREATE TEMP TABLE upload_owner (upload_id UUID, organisation VARCHAR, has_members BOOLEAN)',
    );
    for (const { upload_id, organisation, kind } of owners) {
      const hasMembers = !['register', 'wages'].includes(kind);
      await engine.run(`INSERT INTO upload_owner VALUES ('${upload_id}', '${organisation}', ${hasMembers})`);
    }
    await loadTrueSuppliers(engine, dir, (await readFolderCatalogue(dir)).catalogue);
    const named = second.files.filter(({ kind }) => ['holders', 'roster', 'register'].includes(kind));
    await loadSubjectTruth(engine, dir, home, named);
    const bars = await countLedgerBars(engine, first.ledger, second.ledger);
    const insiders: InsiderCount[] = [];
    for (const [place, { out }] of [first, second].entries()) {
      insiders.push(await countInsiders(engine, await readOutcomesFolder(out), place));
    }
    return { ...bars, insiders };
  } finally {
    await store.close();
    await engine.close();
  }
}
