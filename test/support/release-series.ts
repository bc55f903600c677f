import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Catalogue,
  type Certificate,
  FACT_CONTRACTS,
  type PublishedCell,
  type SourceKind,
} from '@credlink/contracts';
import { createLogger, Secret } from '@credlink/runtime';
import {
  endReleaseHold,
  findCertificate,
  findRelease,
  freezeRunInputs,
  insertCatalogue,
  insertRelease,
  inTransaction,
  listCells,
  listPublishedTables,
  openReadonlyStore,
  type Release,
  withdrawRelease,
} from '@credlink/store';
import { openEngine, quoteText, type Vault, vaultView, writeParquet } from '@credlink/vault';
import type { PublisherContext } from '../../services/publisher/src/context.ts';
import { publisherEvents } from '../../services/publisher/src/events.ts';
import { buildRelease, giveUpRelease } from '../../services/publisher/src/jobs/build-release.ts';
import { removeWithdrawn } from '../../services/publisher/src/remove-withdrawn.ts';
import { enterAgreement, enterExchange, enterOrganisation } from './exchange-rows.ts';
import { knownQuality } from './known-quality.ts';
import { plainManifest } from './plain-manifest.ts';
import type { TestDatabase } from './test-database.ts';

/** One fact row and whose it is; a person of null was linked to nobody. UUID columns take small numbers. */
export type SeriesRow = {
  readonly person: string | null;
  readonly [column: string]: string | number | boolean | null;
};

export type SeriesOrder = {
  readonly policy?: 'rounded' | 'exact';
  readonly restate?: boolean;
  readonly hold?: boolean;
};

export type SeriesUpload = { readonly uploadId: string; readonly kind: SourceKind };

/** A release as readers have it. */
export type SeriesRelease = {
  readonly releaseId: string;
  readonly publishedId: string;
  readonly cells: ReadonlyMap<string, PublishedCell>;
  readonly certificate: Certificate;
};

/** An exchange of which the test says who is whom; releases are built by the publisher's own job under its own role. */
export type ReleaseSeries = {
  readonly context: PublisherContext;
  contribute(
    organisation: string,
    kind: SourceKind,
    rows: readonly SeriesRow[],
    supersedes?: SeriesUpload,
  ): Promise<SeriesUpload>;
  withdraw(upload: SeriesUpload): Promise<void>;
  putCatalogue(catalogue: Catalogue): Promise<void>;
  /** A run over what is committed. Numbers of persons are of this run alone. */
  link(): Promise<void>;
  order(options?: SeriesOrder): Promise<string>;
  /** Does what the job does, once, and what becomes of its errors. */
  work(releaseId: string): Promise<Release>;
  /** Links, orders, builds and reads. */
  release(options?: SeriesOrder): Promise<SeriesRelease>;
  read(publishedId: string): Promise<Omit<SeriesRelease, 'releaseId'>>;
  withdrawRelease(releaseId: string): Promise<void>;
  endHold(releaseId: string): Promise<void>;
  /** What a publisher would be that does not remember what it showed. */
  forgetLedger(): Promise<void>;
};

/** `table measure variant key=code,...`, dimensions in the order of their names. */
function cellName(cell: Pick<PublishedCell, 'table' | 'measure' | 'variant' | 'key'>): string {
  const key = Object.entries(cell.key)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([dimension, code]) => `${dimension}=${code}`);
  return [cell.table, cell.measure, cell.variant, key.join(',')].filter((part) => part !== '').join(' ');
}

/** @param onClose called with what must be closed at the end of the test file */
export async function releaseSeries(
  database: TestDatabase,
  catalogue: Catalogue,
  onClose: (close: () => Promise<unknown>) => void,
): Promise<ReleaseSeries> {
  const folder = await mkdtemp(join(tmpdir(), 'credlink-series-'));
  onClose(() => rm(folder, { recursive: true, force: true }));
  const admin = database.adminStore().db;
  await enterExchange(admin);
  const publisher = database.store('publisher').db;
  const reader = openReadonlyStore({ url: database.url('outcomes'), applicationName: 'test reader' });
  onClose(reader.close);
  const vault = await vaultView(join(folder, 'vault'), ['facts', 'links', 'release', 'ledger']);
  let now = Date.parse('2026-01-05T00:00:00Z');
  const clock = {
    now: () => {
      now += 60_000;
      return new Date(now);
    },
  };
  const context: PublisherContext = {
    db: publisher,
    vault,
    clock,
    events: publisherEvents(createLogger({ name: 'publisher', level: 'error' })),
    releaseKey: new Secret(new Uint8Array(32).fill(5)),
    limits: null,
    engine: { memoryLimit: '512MB', threads: 1, tempFolder: join(folder, 'temporary') },
  };
  const known = new Set<string>();
  const persons = new Map<string, readonly (readonly [subject: bigint, person: string | null])[]>();
  let subjects = 0n;
  let runs = 0;
  let lastError: unknown = null;

  const contribute: ReleaseSeries['contribute'] = async (organisation, kind, rows, supersedes) => {
    if (!known.has(organisation)) {
      await enterOrganisation(admin, organisation, { scopes: ['contribute'], kinds: [kind] });
      await enterAgreement(admin, organisation, { uses: ['link', 'improve_pooled'] });
      known.add(organisation);
    }
    const uploadId = randomUUID();
    const numbered = rows.map((row) => {
      subjects += 1n;
      return [mixed(subjects), row] as const;
    });
    persons.set(
      uploadId,
      numbered.map(([subject, { person }]) => [subject, person] as const),
    );
    const factsFile = await putFacts(vault, context, kind, numbered);
    await admin
      .insertInto('upload')
      .values({
        upload_id: uploadId,
        organisation,
        agreement_id: `AG-${organisation}`,
        kind,
        source_digest: digestOf(uploadId),
        key_epoch: 1,
        manifest: JSON.stringify(plainManifest(kind, digestOf(uploadId))),
        state: 'committed',
        identity_file: digestOf(`identity ${uploadId}`),
        facts_file: factsFile,
        supersedes: supersedes?.uploadId ?? null,
        created_at: clock.now(),
        finished_at: clock.now(),
      })
      .execute();
    if (supersedes !== undefined) {
      await admin
        .updateTable('upload')
        .set({ state: 'superseded', superseded_by: uploadId })
        .where('upload_id', '=', supersedes.uploadId)
        .execute();
    }
    return { uploadId, kind };
  };

  const link = async (): Promise<void> => {
    runs += 1;
    const runId = randomUUID();
    const at = clock.now();
    await admin
      .insertInto('run')
      .values({ run_id: runId, state: 'ordered', ordered_by: 'test', ordered_at: at })
      .execute();
    const inputs = await inTransaction(database.store('linker').db, 'freeze', (tx) =>
      freezeRunInputs(tx, runId, at.toISOString().slice(0, 10)),
    );
    const rows = inputs.flatMap(({ uploadId }) =>
      (persons.get(uploadId) ?? []).flatMap(([subject, person]) =>
        person === null ? [] : [[uploadId, subject, numberOf(person, runs)] as const],
      ),
    );
    const linksFile = await putLinks(vault, context, rows);
    const quality = knownQuality(
      inputs.map(({ uploadId, organisation, kind }) => ({
        uploadId,
        series: `${organisation}/${kind}`,
        persons: (persons.get(uploadId) ?? []).map(([, person]) => person),
      })),
    );
    await admin
      .updateTable('run')
      .set({
        state: 'linked',
        finished_at: clock.now(),
        links_file: linksFile,
        quality: JSON.stringify(quality),
      })
      .where('run_id', '=', runId)
      .execute();
  };

  const order: ReleaseSeries['order'] = async ({
    policy = 'rounded',
    restate = false,
    hold = false,
  } = {}) => {
    const releaseId = randomUUID();
    await inTransaction(admin, 'order', (tx) =>
      insertRelease(tx, {
        releaseId,
        title: 'Test',
        policy,
        isHoldAsked: hold,
        isRestatement: restate,
        orderedBy: 'test',
        orderedAt: clock.now(),
      }),
    );
    return releaseId;
  };

  const work: ReleaseSeries['work'] = async (releaseId) => {
    const signal = new AbortController().signal;
    await buildRelease(context, { releaseId }, signal).catch(async (error: unknown) => {
      lastError = error;
      await giveUpRelease(context, { releaseId }, error);
    });
    const found = await findRelease(admin, releaseId);
    if (found === null) throw new Error('the order is gone');
    return found;
  };

  const read: ReleaseSeries['read'] = async (publishedId) => {
    const tables = await listPublishedTables(reader.db, publishedId);
    const everything = { measure: null, variant: null, codes: new Map<string, readonly string[]>() };
    const cells = await Promise.all(
      tables.map(({ table }) => listCells(reader.db, publishedId, table, everything)),
    );
    const certificate = await findCertificate(reader.db, publishedId);
    if (certificate === null) throw new Error('the release is not shown');
    return {
      publishedId,
      certificate,
      cells: new Map(cells.flat().map((cell) => [cellName(cell), cell] as const)),
    };
  };

  const series: ReleaseSeries = {
    context,
    contribute,
    link,
    order,
    work,
    read,
    withdraw: async ({ uploadId }) => {
      persons.delete(uploadId);
      await admin
        .updateTable('upload')
        .set({ state: 'withdrawn', superseded_by: null, identity_file: null, facts_file: null })
        .where('upload_id', '=', uploadId)
        .execute();
    },
    putCatalogue: (document) =>
      inTransaction(admin, 'catalogue', (tx) =>
        insertCatalogue(tx, {
          catalogueSha256: digestOf(JSON.stringify(document)),
          catalogue: document,
          createdAt: clock.now(),
        }),
      ),
    release: async (options) => {
      await link();
      const releaseId = await order(options);
      const { state, publishedId, failureCode } = await work(releaseId);
      if (publishedId === null || state !== 'published') {
        throw new Error(`the release is ${state}: ${failureCode}`, { cause: lastError });
      }
      return { releaseId, ...(await read(publishedId)) };
    },
    withdrawRelease: async (releaseId) => {
      await inTransaction(admin, 'withdraw', (tx) => withdrawRelease(tx, releaseId, clock.now()));
      await removeWithdrawn(context);
    },
    endHold: async (releaseId) =>
      void (await inTransaction(admin, 'end-hold', (tx) => endReleaseHold(tx, releaseId))),
    forgetLedger: async () => void (await admin.deleteFrom('ledger').execute()),
  };
  await series.putCatalogue(catalogue);
  return series;
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Numbers without an order, as contributors deal them. */
function mixed(number: bigint): bigint {
  return BigInt.asUintN(64, number * 0x9e37_79b9_7f4a_7c15n) >> 1n;
}

/** What a run calls a person: nothing that another run would. */
function numberOf(person: string, run: number): bigint {
  return BigInt(`0x${digestOf(`${run} ${person}`).slice(0, 12)}`);
}

type SeriesVault = Vault<'facts' | 'links' | 'release' | 'ledger'>;

async function putFacts(
  vault: SeriesVault,
  context: PublisherContext,
  kind: SourceKind,
  rows: readonly (readonly [subject: bigint, row: SeriesRow])[],
): Promise<string> {
  const columns = [{ name: 'subject_id', type: 'UBIGINT' }, ...FACT_CONTRACTS[kind]];
  const literals = rows.map(([subject, row]) => {
    const values: Readonly<Record<string, string | number | boolean | null>> = {
      ...row,
      subject_id: String(subject),
    };
    return columns.map(({ name, type }) => literal(values[name] ?? null, type)).join(', ');
  });
  return putRows(vault, context, 'facts', columns, literals);
}

function putLinks(
  vault: SeriesVault,
  context: PublisherContext,
  rows: readonly (readonly [uploadId: string, subject: bigint, person: bigint])[],
): Promise<string> {
  const columns = [
    { name: 'upload_id', type: 'UUID' },
    { name: 'subject_id', type: 'UBIGINT' },
    { name: 'person_id', type: 'UBIGINT' },
    { name: 'posterior', type: 'DOUBLE' },
  ];
  return putRows(
    vault,
    context,
    'links',
    columns,
    rows.map(([uploadId, subject, person]) => `'${uploadId}', ${subject}, ${person}, 1.0`),
  );
}

async function putRows(
  vault: SeriesVault,
  context: PublisherContext,
  kind: 'facts' | 'links',
  columns: readonly { readonly name: string; readonly type: string }[],
  literals: readonly string[],
): Promise<string> {
  const engine = await openEngine({ ...context.engine, folders: vault.folders });
  try {
    await engine.run(`CREATE TABLE made (${columns.map(({ name, type }) => `${name} ${type}`).join(', ')})`);
    if (literals.length > 0)
      await engine.run(`INSERT INTO made VALUES ${literals.map((row) => `(${row})`).join(', ')}`);
    const target = vault.newPath(kind);
    await writeParquet(engine, { query: 'SELECT * FROM made', target, orderBy: ['subject_id'] });
    return await vault.put(kind, target);
  } finally {
    await engine.close();
  }
}

function literal(value: string | number | boolean | null, type: string): string {
  if (value === null) return 'NULL';
  if (type === 'UUID') return `'00000000-0000-0000-0000-${String(value).padStart(12, '0')}'`;
  if (type === 'UBIGINT') return String(value);
  return typeof value === 'string' ? quoteText(value) : String(value);
}
