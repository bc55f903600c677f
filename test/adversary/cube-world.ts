import { createHash } from 'node:crypto';
import type { PublishedCell, PublishedTable } from '@credlink/contracts';
import { type Policy, type ProtectInput, protect } from '@credlink/disclosure';
import { createLogger } from '@credlink/runtime';
import { type Database, insertPublished, inTransaction } from '@credlink/store';
import { readOutcomesConfig } from '../../services/outcomes/src/config.ts';
import { startOutcomes } from '../../services/outcomes/src/start-outcomes.ts';
import { loadSolver } from '../../services/publisher/src/load-solver.ts';
import type { CubeSpec } from '../disclosure/cube.ts';
import { nameOf } from './address.ts';
import { type Reader, readerOf } from './reader.ts';

/** Number and range of every shown cell by its id; what is not there is hidden. */
export type Shown = ReadonlyMap<
  string,
  { readonly value: number; readonly low: number; readonly high: number }
>;

/** A way of protecting counts. */
export type Protector = (input: ProtectInput) => Promise<Shown>;

/** The product's own. */
export const protectedCounts: Protector = async (input) =>
  new Map(
    protect(input, await loadSolver()).cells.flatMap(({ id, outcome }) =>
      outcome.status === 'suppressed' ? [] : [[id, outcome] as const],
    ),
  );

/** What is usually called safe: every count of T persons or more, exactly; smaller ones are left out. */
export const smallCountsHidden: Protector = async ({ cells, policy }) =>
  new Map(
    cells
      .filter(({ n }) => n >= policy.counts.minimum)
      .map(({ id, n }) => [id, { value: n, low: n, high: n }]),
  );

/** Where the release is written, and where the outcomes service reads it under its own role. */
export type WorldDatabase = { publisher(): Database; outcomesUrl(): string };

export type CubeWorld = {
  readonly reader: Reader;
  readonly spec: CubeSpec;
  readonly threshold: number;
  /** 1 where exact counts are shown. */
  readonly base: number;
  /** Persons behind each address by its name; the attacker never sees it. */
  readonly truth: ReadonlyMap<string, number>;
  close(): Promise<void>;
};

/** Publishes a protected cube and serves it with the outcomes service, under its own database role. */
export async function cubeWorld(
  database: WorldDatabase,
  spec: CubeSpec,
  input: ProtectInput,
  protector: Protector,
): Promise<CubeWorld> {
  const shown = await protector(input);
  const cells = input.cells.map(({ id, table, key }): PublishedCell => {
    const outcome = shown.get(id);
    const address = { table, measure: 'persons', variant: '', key: { ...key }, unit: 'count' as const };
    if (outcome === undefined) {
      return { ...address, status: 'suppressed', value: null, low: null, high: null, asOf: null };
    }
    const { value, low, high } = outcome;
    return { ...address, status: 'ok', value, low, high, asOf: null };
  });
  const tables = spec.tables.map(({ name, dims }) => publishedTable(spec, name, dims));
  const base = protector === smallCountsHidden ? 1 : input.policy.counts.base;
  const contentSha256 = createHash('sha256').update(JSON.stringify(cells)).digest('hex');
  await publish(database, { contentSha256, tables, cells, policy: input.policy });
  const service = await startOutcomes(
    readOutcomesConfig({
      CREDLINK_DATABASE_URL: database.outcomesUrl(),
      CREDLINK_PORT: '0',
      CREDLINK_REQUESTS_PER_MINUTE: '100000',
    }),
    { logger: createLogger({ name: 'outcomes', level: 'error' }) },
  );
  return {
    reader: readerOf(service.url),
    spec,
    threshold: input.policy.counts.minimum,
    base,
    truth: new Map(input.cells.map((cell) => [nameOf(cell), cell.n])),
    close: () => service.close(),
  };
}

function publishedTable(spec: CubeSpec, name: string, dims: readonly string[]): PublishedTable {
  return {
    table: name,
    title: name,
    dimensions: dims.map((dim) => {
      const { total, parents, hierarchies } = spec.dims[dim] ?? { total: 'all' };
      const trees = hierarchies ?? [parents ?? {}];
      const members = new Map(trees.flatMap((tree) => Object.entries(tree)));
      return {
        name: dim,
        members: [
          { code: total, label: total, parent: null },
          ...[...members].map(([code, parent]) => ({ code, label: code, parent })),
        ],
      };
    }),
    measures: [{ measure: 'persons', variant: '', unit: 'count' }],
  };
}

type Publication = {
  readonly contentSha256: string;
  readonly tables: readonly PublishedTable[];
  readonly cells: readonly PublishedCell[];
  readonly policy: Policy;
};

async function publish(database: WorldDatabase, { contentSha256, tables, cells, policy }: Publication) {
  await inTransaction(database.publisher(), 'insert-release', (tx) =>
    insertPublished(tx, {
      publishedId: contentSha256.slice(0, 16),
      title: 'Cube',
      publishedAt: new Date('2026-01-02T03:04:05Z'),
      contentSha256,
      policy: `${policy.name}@${policy.version}`,
      certificate: {
        version: 1,
        policy: { name: policy.name, version: policy.version, sha256: '' },
        contentSha256,
        inputs: {
          catalogueSha256: '',
          linkRunId: '',
          vaultFiles: [],
          seed: '',
          earlierReleases: [],
        },
        checks: [],
        cells: { total: cells.length, published: cells.length, carried: 0 },
        linkage: {},
        caveats: [],
        signature: null,
      },
      lattice: null,
      definitions: [],
      tables,
      cells,
    }),
  );
}
