import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Manifest } from '@credlink/contracts';
import { createLogger } from '@credlink/runtime';
import { openEngine, quoteText, type Vault, vaultView, writeParquet } from '@credlink/vault';
import { afterAll, beforeAll } from 'vitest';
import type { LinkerContext } from '../../services/linker/src/context.ts';
import { linkerEvents } from '../../services/linker/src/events.ts';
import { linkRun } from '../../services/linker/src/jobs/link-run.ts';
import { contribute, type TownFile, townsperson } from '../linkage/small-town.ts';
import { enterAgreement, enterExchange, enterOrganisation } from './exchange-rows.ts';
import type { TestDatabase } from './test-database.ts';

const PEOPLE = Array.from({ length: 120 }, (_, number) => townsperson(number));
const file = (series: string, pack: TownFile['pack'], from: number, to: number): TownFile => ({
  series,
  pack,
  isOneRecordPerPerson: pack !== 'wage',
  records: PEOPLE.slice(from, to),
});

/** Three files of one small town: every two of them have people in common. */
export const REGISTER = file('state/register', 'register', 0, 100);
export const HOLDERS = file('body/holders', 'holder', 20, 80);
export const WAGES = file('agency/wages', 'wage', 10, 120);

/** A linker's database and vault, in which a test commits files of the town and links them by the linker's own job. */
export type TownRuns = {
  readonly context: () => LinkerContext;
  readonly vault: () => Vault<'identity' | 'links'>;
  /** A committed upload of a file of the town. @returns its id */
  readonly commit: (town: TownFile) => Promise<string>;
  /** @param starts how often a process took it up already. @returns the id of an ordered run */
  readonly order: (starts?: number) => Promise<string>;
  readonly runOf: (runId: string) => Promise<{
    readonly state: string;
    readonly links_file: string | null;
    readonly failure_code: string | null;
    readonly starts: number;
  }>;
  /** Orders a run and links it. @returns the name of its links file */
  readonly link: () => Promise<string>;
  /** Persons by subject, written `upload/subject`. */
  readonly personsIn: (linksFile: string) => Promise<ReadonlyMap<string, string>>;
  /** Runs, uploads and files; not the organisations. */
  readonly forgetEverything: () => Promise<void>;
};

/** Call once at the top of a test file. Usable inside tests and hooks. */
export function townRuns(database: TestDatabase): TownRuns {
  const opened: { folder: string; context: LinkerContext; vault: Vault<'identity' | 'links'> }[] = [];
  const known = new Set<string>();
  const admin = () => database.adminStore().db;
  const running = () => {
    const [found] = opened;
    if (found === undefined) throw new Error('the linker is there in tests and hooks alone');
    return found;
  };
  let minutes = 0;

  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'credlink-town-'));
    await enterExchange(admin());
    const vault = await vaultView(join(folder, 'vault'), ['identity', 'links']);
    const now = () => {
      minutes += 1;
      return new Date(Date.parse('2026-06-01T00:00:00Z') + minutes * 60_000);
    };
    const context: LinkerContext = {
      db: database.store('linker').db,
      vault,
      clock: { now },
      events: linkerEvents(createLogger({ name: 'linker', level: 'error' })),
      engine: { memoryLimit: '512MB', threads: 2, tempFolder: join(folder, 'temporary') },
    };
    opened.push({ folder, context, vault });
  });
  afterAll(() => rm(running().folder, { recursive: true, force: true }));

  async function enter(organisation: string, kind: Manifest['kind']): Promise<void> {
    if (known.has(organisation)) return;
    await enterOrganisation(admin(), organisation, { scopes: ['contribute'], kinds: [kind] });
    await enterAgreement(admin(), organisation, { kinds: [kind] });
    known.add(organisation);
  }

  async function commit(town: TownFile): Promise<string> {
    const { context, vault } = running();
    const [organisation = '', word = ''] = town.series.split('/');
    const kind = word as Manifest['kind'];
    await enter(organisation, kind);
    const engine = await openEngine({ ...context.engine, folders: vault.folders });
    try {
      const source = await contribute(engine, town, 0);
      const target = vault.newPath('identity');
      await writeParquet(engine, {
        query: `SELECT * FROM ${source.relation}`,
        target,
        orderBy: ['rule', 'subject', 'key'],
        isUnique: true,
      });
      const identityFile = await vault.put('identity', target);
      const digest = createHash('sha256').update(town.series).digest('hex');
      const entry = { sha256: digest, bytes: 1, rows: 1 };
      const manifest: Manifest = {
        version: 1,
        kind,
        sourceDigest: digest,
        pack: { name: source.pack.name, version: source.pack.version },
        normaliserVersion: '1.0.0',
        keyEpoch: 1,
        files: { identity: entry, facts: entry },
        subjects: town.records.length,
        coverage: null,
        isOneRecordPerPerson: town.isOneRecordPerPerson,
        preflight: { rowsRead: 1, rowsSent: 1, rejected: {}, identifiers: {}, tokensByRule: {} },
        conformance: {},
        chanceAgreement: source.chanceAgreement,
        attributePresence: source.attributePresence,
        supersedes: null,
      };
      const uploadId = randomUUID();
      const at = new Date('2026-06-01T00:00:00Z');
      await admin()
        .insertInto('upload')
        .values({
          upload_id: uploadId,
          organisation,
          agreement_id: `AG-${organisation}`,
          kind,
          source_digest: digest,
          key_epoch: 1,
          manifest: JSON.stringify(manifest),
          state: 'committed',
          identity_file: identityFile,
          facts_file: digest,
          created_at: at,
          finished_at: at,
        })
        .execute();
      return uploadId;
    } finally {
      await engine.close();
    }
  }

  async function order(starts = 0): Promise<string> {
    const runId = randomUUID();
    await admin()
      .insertInto('run')
      .values({ run_id: runId, state: 'ordered', ordered_by: 'test', ordered_at: new Date(), starts })
      .execute();
    return runId;
  }

  const runOf = (runId: string) =>
    admin()
      .selectFrom('run')
      .select(['state', 'links_file', 'failure_code', 'starts'])
      .where('run_id', '=', runId)
      .executeTakeFirstOrThrow();

  async function link(): Promise<string> {
    const runId = await order();
    await linkRun(running().context, { runId }, new AbortController().signal);
    const { state, links_file } = await runOf(runId);
    if (state !== 'linked' || links_file === null) throw new Error(`the run is ${state}`);
    return links_file;
  }

  async function personsIn(linksFile: string): Promise<ReadonlyMap<string, string>> {
    const { context, vault } = running();
    const engine = await openEngine({ ...context.engine, folders: vault.folders });
    try {
      const path = quoteText(await vault.pathOf('links', linksFile));
      const rows = await engine.rows(`SELECT upload_id, subject_id, person_id FROM read_parquet(${path})`);
      return new Map(rows.map((row) => [`${row.upload_id}/${row.subject_id}`, String(row.person_id)]));
    } finally {
      await engine.close();
    }
  }

  async function forgetEverything(): Promise<void> {
    for (const table of ['run_upload', 'run', 'upload'] as const) await admin().deleteFrom(table).execute();
    for (const home of running().vault.folders) {
      for (const name of await readdir(home)) await rm(join(home, name), { force: true });
    }
  }

  return {
    context: () => running().context,
    vault: () => running().vault,
    commit,
    order,
    runOf,
    link,
    personsIn,
    forgetEverything,
  };
}
