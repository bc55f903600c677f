import { linkUploads } from '@credlink/linker';
import type { Engine } from '@credlink/vault';
import { withEngine } from './bench-engine.ts';
import { readIdentity, type WrittenIdentity, writeIdentity } from './bench-identity.ts';
import {
  type BenchRow,
  figureOf,
  type Job,
  type PeerFile,
  type Sizes,
  sizeOf,
  type Task,
  usageOf,
} from './bench-row.ts';

const FULL_PERSONS = 1_000_000;
/** Splink 5.0 on DuckDB, plaintext, match step, 1M x 1M (performance.md P2). */
const SPLINK = { cpuSeconds: 138, persons: 1_000_000 };
const MOST_MEMORY_MIB = 4096;
const LEAST_F1 = 0.985;
/** Of the persons of one side, those who are not in the other. */
const ALONE = 0.2;

function filesOf(sizes: Sizes): readonly [PeerFile, PeerFile] {
  const persons = sizeOf({ sizes }, 'persons');
  return [
    { file: 'left', firstPerson: 0, persons, ssnShare: 1 },
    { file: 'right', firstPerson: Math.round(persons * ALONE), persons, ssnShare: 0.4 },
  ];
}

const prepare: Task = async (job) => {
  await withEngine(job, async (engine) => {
    for (const file of filesOf(job.sizes))
      await writeIdentity(engine, job.folder, { ...file, pack: 'register', keepsTokens: false });
  });
  return {};
};

/** Links two files that were written by `writeIdentity`, and scores the one-to-one links against the truth. */
export async function linkTwo(job: Job, names: readonly [string, string]) {
  const left = await readIdentity(job.folder, names[0], 1);
  const right = await readIdentity(job.folder, names[1], 2);
  return withEngine(job, async (engine) => {
    const { quality } = await job.measure(() =>
      linkUploads(engine, [left.source, right.source], () => undefined, new AbortController().signal),
    );
    return {
      tokens: left.tokens + right.tokens,
      vaultBytesPerRecord: (left.bytes + right.bytes) / (left.source.subjects + right.source.subjects),
      candidates: quality.pairs.reduce((sum, { candidates }) => sum + candidates, 0),
      ...(await scoreLinks(engine, left, right)),
    };
  });
}

async function scoreLinks(engine: Engine, left: WrittenIdentity, right: WrittenIdentity) {
  const side = ({ source, truth }: WrittenIdentity) =>
    `(SELECT l.person_id, t.person FROM lk_person l JOIN ${truth} t USING (subject_id)
      WHERE l.upload_id = '${source.uploadId}'::UUID)`;
  const [row] = await engine.rows(
    `SELECT count(*) AS found, count(*) FILTER (a.person = b.person) AS correct,
      (SELECT count(*) FROM ${left.truth} x JOIN ${right.truth} y USING (person)) AS wanted
    FROM ${side(left)} a JOIN ${side(right)} b USING (person_id)`,
  );
  const [found, correct, wanted] = [Number(row?.found), Number(row?.correct), Number(row?.wanted)];
  return {
    precision: found === 0 ? 0 : correct / found,
    recall: correct / wanted,
    f1: (2 * correct) / (found + wanted),
  };
}

export const P2: BenchRow = {
  id: 'P2',
  title: 'link N x N persons by the whole model, tokens in the vault; ratio of CPU',
  goal: { is: 'at least', bound: 4 },
  sizesAt: (share) => ({ persons: Math.round(FULL_PERSONS * share) }),
  tasks: { prepare, ours: (job) => linkTwo(job, ['left', 'right']) },
  peerFiles: filesOf,
  compare: async (bench) => {
    const ours = await bench.run(P2, 'ours', bench.share);
    const cpu = (SPLINK.cpuSeconds * (P2.sizesAt(bench.share).persons ?? 0)) / SPLINK.persons;
    return [
      {
        sizes: null,
        ours: usageOf(ours),
        against: {
          name: 'Splink on DuckDB, plaintext, match step at 1M x 1M, scaled by persons',
          version: '5.0',
          wall: null,
          cpu,
          quoted: true,
        },
        ratio: cpu / ours.cpu,
        isOtherwiseMet: ours.peakMemoryMiB <= MOST_MEMORY_MIB && figureOf(ours, 'f1') >= LEAST_F1,
        more: { ...ours.figures, goals: { peakMemoryMiB: MOST_MEMORY_MIB, f1: LEAST_F1 } },
      },
    ];
  },
};
