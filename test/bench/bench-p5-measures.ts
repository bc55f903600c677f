import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Catalogue, SOURCE_KINDS } from '@credlink/contracts';
import { ROUNDED_POLICY } from '@credlink/disclosure';
import { DEFAULT_SAMPLE, generateSample } from '@credlink/sample';
import { quoteText, writeParquet } from '@credlink/vault';
import { computeCells } from '../../services/publisher/src/compute/compute-cells.ts';
import { seedBlur } from './bench-blur.ts';
import { duckdbVersion, withEngine } from './bench-engine.ts';
import { factsSql } from './bench-facts.ts';
import { type BenchRow, type Job, peerOf, sizeOf, type Task, usageOf } from './bench-row.ts';

const FULL_PERSONS = 1_000_000;
/** The catalogue of the sample does not depend on its size. */
const SMALLEST_SAMPLE = 100;

const KINDS_FILE = 'kinds.json';
const CATALOGUE_FILE = 'catalogue.json';

function relation({ folder }: Pick<Job, 'folder'>, kind: string): string {
  return `read_parquet(${quoteText(join(folder, `${kind}.parquet`))})`;
}

const prepare: Task = async (job) => {
  const [first] = generateSample({ ...DEFAULT_SAMPLE, persons: SMALLEST_SAMPLE });
  const text = [...(first?.content ?? [])].join('');
  const facts = factsSql(Catalogue.parse(JSON.parse(text)), sizeOf(job, 'persons'));
  await writeFile(join(job.folder, CATALOGUE_FILE), text);
  await writeFile(join(job.folder, KINDS_FILE), JSON.stringify(Object.keys(facts)));
  await withEngine(job, async (engine) => {
    for (const [kind, query] of Object.entries(facts)) {
      await writeParquet(engine, {
        query,
        target: join(job.folder, `${kind}.parquet`),
        orderBy: ['subject_id'],
      });
    }
  });
  return {};
};

const compute: Task = async (job) => {
  const kinds: readonly string[] = JSON.parse(await readFile(join(job.folder, KINDS_FILE), 'utf8'));
  const catalogue = Catalogue.parse(JSON.parse(await readFile(join(job.folder, CATALOGUE_FILE), 'utf8')));
  const absent = SOURCE_KINDS.filter((kind) => !kinds.includes(kind));
  return withEngine(job, async (engine) => {
    for (const kind of kinds) {
      await engine.run(`CREATE TEMP VIEW ${kind} AS SELECT * FROM ${relation(job, kind)}`);
    }
    await seedBlur(
      engine,
      SOURCE_KINDS.filter((kind) => kinds.includes(kind)),
    );
    const { blurCents } = ROUNDED_POLICY.percentiles;
    const computed = await job.measure(() =>
      computeCells(engine, { absent, hasRosters: false, blurCents }, catalogue, () => undefined),
    );
    return {
      wageRows: await engine.scalar('SELECT count(*) FROM wages', [], Number),
      figures: computed.figures.length,
      cells: computed.cells.length,
      cellsWithPersons: computed.cells.filter(({ persons }) => persons > 0).length,
    };
  });
};

const scanAndQuantile: Task = (job) =>
  withEngine(job, async (engine) => {
    const rows = await job.measure(() =>
      engine.rows(`SELECT quarter, soc6, count(*) AS n, quantile_cont(wage_cents, [0.25, 0.5, 0.75]) AS quartiles
        FROM ${relation(job, 'wages')} GROUP BY quarter, soc6`),
    );
    return { groups: rows.length, version: await duckdbVersion(engine) };
  });

export const P5: BenchRow = {
  id: 'P5',
  title: 'every measure of the sample catalogue over persons and their wage quarters; ratio of CPU',
  goal: { is: 'at most', bound: 5 },
  sizesAt: (share) => ({ persons: Math.round(FULL_PERSONS * share) }),
  tasks: { prepare, ours: compute, scanAndQuantile },
  compare: async (bench) => {
    const ours = await bench.run(P5, 'ours', bench.share);
    const against = await bench.run(P5, 'scanAndQuantile', bench.share);
    return [
      {
        sizes: null,
        ours: usageOf(ours),
        against: peerOf(
          against,
          'DuckDB, one scan and quartiles of the same wage rows',
          String(against.figures.version),
        ),
        ratio: ours.cpu / against.cpu,
        isOtherwiseMet: true,
        more: { ...ours.figures, groups: against.figures.groups, wallRatio: ours.wall / against.wall },
      },
    ];
  },
};
