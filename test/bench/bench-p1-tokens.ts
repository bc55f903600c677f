import { createHmac, createSecretKey } from 'node:crypto';
import { createNormaliser, createTokeniser, PACKS, type RawIdentifiers } from '@credlink/tokens';
import { recordOf } from './bench-persons.ts';
import { type BenchRow, figureOf, type Job, peerOf, sizeOf, usageOf } from './bench-row.ts';
import { BENCH_DAY, BENCH_KEY } from './bench-tokens.ts';

const PACK = PACKS.full;
const FULL_RECORDS = 400_000;
/** OpenLinkToken on a machine of this kind: 2,800 to 3,200 records a second, five tokens each (performance.md P1). */
const OPEN_LINK_TOKEN_PER_SECOND = 3200 * 5;
const OPEN_LINK_TOKEN_GOAL = 30;
/** Records of one batch, as a thread of the command takes them; one goes by before the clock starts. */
const BATCH = 1024;
/** Bytes of a mean token message. */
const MESSAGE = Buffer.alloc(24, 'message');

async function tokenise(job: Job): Promise<{ tokens: number }> {
  const records: readonly RawIdentifiers[] = Array.from({ length: sizeOf(job, 'records') }, (_, person) =>
    recordOf(person, { file: 'tokens', ssnShare: 0 }),
  );
  const tokeniser = createTokeniser({ exchangeKey: BENCH_KEY, keyEpoch: 1, pack: PACK });
  const normalise = createNormaliser(BENCH_DAY);
  const make = (batch: readonly RawIdentifiers[]): number => {
    for (const raw of batch) tokeniser.add(normalise(raw), null);
    return tokeniser.take().codes.length;
  };
  make(records.slice(0, BATCH));
  return job.measure(() => {
    let tokens = 0;
    for (let from = 0; from < records.length; from += BATCH)
      tokens += make(records.slice(from, from + BATCH));
    return { tokens };
  });
}

/** The same number of calls for every record, so that the token count is equal to a fraction of a percent. */
async function hash(job: Job): Promise<{ tokens: number }> {
  const key = createSecretKey(BENCH_KEY);
  const tokens = sizeOf(job, 'records') * PACK.rules.length;
  await job.measure(() => {
    for (let call = 0; call < tokens; call += 1) {
      MESSAGE.writeUInt32LE(call);
      createHmac('sha256', key).update(MESSAGE).digest();
    }
  });
  return { tokens };
}

export const P1: BenchRow = {
  id: 'P1',
  title: 'normalise and tokenise persons on one core; ratio per token',
  goal: { is: 'at least', bound: 6 },
  sizesAt: (share) => ({ records: Math.max(100, Math.round(FULL_RECORDS * share)) }),
  tasks: { ours: tokenise, createHmac: hash },
  compare: async (bench) => {
    const ours = await bench.run(P1, 'ours', bench.share);
    const against = await bench.run(P1, 'createHmac', bench.share);
    const perSecond = figureOf(ours, 'tokens') / ours.cpu;
    const overOpenLinkToken = perSecond / OPEN_LINK_TOKEN_PER_SECOND;
    return [
      {
        sizes: null,
        ours: usageOf(ours),
        against: peerOf(against, 'node:crypto createHmac, KeyObject', process.version),
        ratio: perSecond / (figureOf(against, 'tokens') / against.cpu),
        isOtherwiseMet: overOpenLinkToken >= OPEN_LINK_TOKEN_GOAL,
        more: {
          tokensPerRecord: figureOf(ours, 'tokens') / (P1.sizesAt(bench.share).records ?? 1),
          recordsPerCpuSecond: Math.round((P1.sizesAt(bench.share).records ?? 0) / ours.cpu),
          tokensPerCpuSecond: Math.round(perSecond),
          openLinkToken: { quoted: true, ratioPerToken: overOpenLinkToken, goal: OPEN_LINK_TOKEN_GOAL },
        },
      },
    ];
  },
};
