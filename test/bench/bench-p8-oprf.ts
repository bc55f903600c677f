import { randomBytes } from 'node:crypto';
import { loadOprf, type OprfProtocol, ssnOprfInput } from '@credlink/tokens';
import { loadRistretto255 } from '../../packages/tokens/src/oprf/ristretto255.ts';
import { versionOf } from './bench-machine.ts';
import { type BenchRow, type Job, peerOf, sizeOf, type Task, usageOf } from './bench-row.ts';

const FULL_ELEMENTS = 200_000;
/** Elements of one request. */
const BATCH = 1024;

function blindedElements(oprf: OprfProtocol): { elements: readonly Uint8Array[]; scalar: () => Uint8Array } {
  const scalar = () => oprf.scalarFromRandom(randomBytes(64));
  const inputs = Array.from({ length: BATCH }, (_, index) => ssnOprfInput(String(100_000_000 + index)));
  return { elements: oprf.blind(inputs, inputs.map(scalar)), scalar };
}

/** Decoding, evaluation and one proof a batch, as a thread of the keyholder does it. */
const evaluate: Task = async (job) => {
  const oprf = await loadOprf();
  const { elements, scalar } = blindedElements(oprf);
  const secretKey = scalar();
  await job.measure(() => {
    for (let batch = 0; batch < batches(job); batch += 1) oprf.evaluate(secretKey, elements, scalar());
  });
  return {};
};

const multiply: Task = async (job) => {
  const group = await loadRistretto255();
  const { elements, scalar } = blindedElements(await loadOprf());
  const secretKey = scalar();
  await job.measure(() => {
    for (let batch = 0; batch < batches(job); batch += 1) {
      for (const element of elements) group.multiply(secretKey, element);
    }
  });
  return {};
};

function batches(job: Job): number {
  return sizeOf(job, 'elements') / BATCH;
}

export const P8: BenchRow = {
  id: 'P8',
  title: 'verifiable OPRF evaluations a core, proofs included; ratio of rates',
  goal: { is: 'at least', bound: 0.8 },
  sizesAt: (share) => ({ elements: BATCH * Math.max(1, Math.round((FULL_ELEMENTS * share) / BATCH)) }),
  tasks: { ours: evaluate, multiply },
  compare: async (bench) => {
    const ours = await bench.run(P8, 'ours', bench.share);
    const against = await bench.run(P8, 'multiply', bench.share);
    const elements = P8.sizesAt(bench.share).elements ?? 0;
    return [
      {
        sizes: null,
        ours: usageOf(ours),
        against: peerOf(
          against,
          'libsodium-wrappers-sumo, scalar multiplication alone',
          versionOf('libsodium-wrappers-sumo'),
        ),
        ratio: against.cpu / ours.cpu,
        isOtherwiseMet: true,
        more: {
          evaluationsPerCpuSecond: Math.round(elements / ours.cpu),
          multiplicationsPerCpuSecond: Math.round(elements / against.cpu),
        },
      },
    ];
  },
};
