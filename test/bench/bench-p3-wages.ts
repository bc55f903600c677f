import { duckdbVersion, withEngine } from './bench-engine.ts';
import { readIdentity, writeIdentity } from './bench-identity.ts';
import { linkTwo } from './bench-p2-link.ts';
import { type BenchRow, type PeerFile, peerOf, type Sizes, sizeOf, type Task, usageOf } from './bench-row.ts';

const FULL_HOLDERS = 1_000_000;
const FULL_WAGE_PERSONS = 10_000_000;
const MOST_MEMORY_MIB = 4096;
/** Of the holders, those whom the wage source knows. */
const FOUND = 0.8;

function filesOf(sizes: Sizes): readonly [PeerFile, PeerFile] {
  const holders = sizeOf({ sizes }, 'holders');
  const wagePersons = sizeOf({ sizes }, 'wagePersons');
  const firstPerson = wagePersons - Math.round(holders * FOUND);
  return [
    { file: 'holders', firstPerson, persons: holders, ssnShare: 0.96 },
    { file: 'wages', firstPerson: 0, persons: wagePersons, ssnShare: 1 },
  ];
}

const prepare: Task = async (job) => {
  await withEngine(job, async (engine) => {
    for (const file of filesOf(job.sizes))
      await writeIdentity(engine, job.folder, { ...file, pack: 'wage', keepsTokens: true });
  });
  return {};
};

/** The pairs that share a token, each with the rules they share it under: no model, no decision. */
const bareJoin: Task = async (job) => {
  const left = await readIdentity(job.folder, 'holders', 1);
  const right = await readIdentity(job.folder, 'wages', 2);
  return withEngine(job, async (engine) => {
    await job.measure(() =>
      engine.run(`CREATE TEMP TABLE pair AS
        SELECT a.subject_id AS a, b.subject_id AS b, bit_or(1::UBIGINT << (a.rule % 64)::UBIGINT) AS rules
        FROM ${left.wholeTokens} a JOIN ${right.wholeTokens} b USING (rule, token) GROUP BY ALL`),
    );
    return {
      pairs: await engine.scalar('SELECT count(*) FROM pair', [], Number),
      version: await duckdbVersion(engine),
    };
  });
};

export const P3: BenchRow = {
  id: 'P3',
  title: 'link holders to a wage source by SSN and name rules; ratio of CPU',
  goal: { is: 'at most', bound: 2 },
  sizesAt: (share) => ({
    holders: Math.round(FULL_HOLDERS * share),
    wagePersons: Math.round(FULL_WAGE_PERSONS * share),
  }),
  tasks: { prepare, ours: (job) => linkTwo(job, ['holders', 'wages']), bareJoin },
  peerFiles: filesOf,
  compare: async (bench) => {
    const ours = await bench.run(P3, 'ours', bench.share);
    const against = await bench.run(P3, 'bareJoin', bench.share);
    return [
      {
        sizes: null,
        ours: usageOf(ours),
        against: peerOf(against, 'DuckDB, join of the same token columns', String(against.figures.version)),
        ratio: ours.cpu / against.cpu,
        isOtherwiseMet: ours.peakMemoryMiB <= MOST_MEMORY_MIB,
        more: {
          ...ours.figures,
          wallRatio: ours.wall / against.wall,
          joinedPairs: against.figures.pairs,
          joinPeakMemoryMiB: against.peakMemoryMiB,
          goals: { peakMemoryMiB: MOST_MEMORY_MIB },
        },
      },
    ];
  },
};
