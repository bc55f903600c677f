import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Progress } from '@credlink/contracts';
import { openStateFolder, tokeniseFile } from '@credlink/contribute';
import { EvaluationCache } from '../../packages/contribute/src/evaluation-cache.ts';
import { type LocalKeyholder, localKeyholder } from '../contribute/local-keyholder.ts';
import { recordOf } from './bench-persons.ts';
import { readCommandLine } from './command-line.ts';
import { wageLines } from './wage-lines.ts';

/**
 * Measures `tokenise` on an invented wage file, step by step: CPU and wall seconds, all threads together, and the peak
 * memory of the whole. The keyholder's own evaluations run in this process and count.
 */
const USAGE = `usage: wage-file -- [--persons N] [--quarters N] [--remembered SHARE] [--threads N]
  --persons     persons of the file (default 20000)
  --quarters    lines of each of them (default 10)
  --remembered  share of the SSNs that an earlier file has asked for (default 1)
  --threads     of tokens and curve arithmetic (default: all cores)
`;
const TODAY = '2026-11-01';
/** Remembered at once: bounds memory. */
const ENTRIES_AT_ONCE = 65_536;
const OUTPUT_BYTES = 64;

type Step = { readonly name: string; readonly cpu: number; readonly wall: number };

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Takes the time between the first words of one step and those of the next. */
function stepClock() {
  const steps: Step[] = [];
  let name = '';
  let cpu = 0;
  let wall = 0;
  const next = (step: string) => {
    if (step === name) return;
    const now = { cpu: cpuSeconds(), wall: performance.now() / 1000 };
    if (name !== '') steps.push({ name, cpu: now.cpu - cpu, wall: now.wall - wall });
    ({ cpu, wall } = now);
    name = step;
  };
  return { steps, next, onProgress: ({ step }: Progress) => next(step) };
}

/** Remembers made-up outputs: what is done with them does not depend on how they came about. */
async function remember(keyholder: LocalKeyholder, folder: string, persons: number): Promise<void> {
  const { exchangeKey, parameters } = keyholder;
  const { exchangeId, keyEpoch, oprfPublicKey } = parameters;
  const cache = new EvaluationCache(
    join(folder, `${exchangeId}-${keyEpoch}`),
    `${exchangeId}/${keyEpoch}/${oprfPublicKey}`,
    exchangeKey.key,
  );
  for (let from = 0; from < persons; from += ENTRIES_AT_ONCE) {
    const length = Math.min(ENTRIES_AT_ONCE, persons - from);
    const entries = Array.from({ length }, (_, index) => {
      const output = new Uint8Array(OUTPUT_BYTES);
      new DataView(output.buffer).setUint32(0, from + index);
      const { ssn = '' } = recordOf(from + index, { file: 'wages', ssnShare: 1 });
      return { tag: cache.tagOf(ssn), output };
    });
    await cache.add(entries);
  }
}

async function measure(persons: number, quarters: number, remembered: number, threads: number | null) {
  const home = await mkdtemp(join(tmpdir(), 'credlink-wage-file-'));
  try {
    const path = join(home, 'wages.dat');
    await pipeline(Readable.from(wageLines(persons, quarters)), createWriteStream(path));
    const state = await openStateFolder(join(home, 'state'));
    const keyholder = await localKeyholder(undefined, 'wage file');
    await remember(keyholder, state.evaluations, Math.round(persons * remembered));
    const clock = stepClock();
    clock.next('open');
    const { manifest, evaluations } = await tokeniseFile(
      {
        source: {
          path,
          kind: 'wages',
          organisation: 'state',
          referenceIssuer: null,
          mapping: null,
          quarter: null,
        },
        exchangeKey: keyholder.exchangeKey,
        parameters: keyholder.parameters,
        keyholder: keyholder.client,
        challenge: keyholder.challenge,
        state,
        outputFolder: join(home, 'out'),
        supersedes: null,
        today: TODAY,
        ...(threads === null ? {} : { threads }),
      },
      clock.onProgress,
    );
    clock.next('end');
    return {
      rows: manifest.files.facts.rows,
      subjects: manifest.subjects,
      tokens: manifest.files.identity.rows,
      evaluations,
      steps: clock.steps,
      peakMemoryMiB: Math.round(process.resourceUsage().maxRSS / 1024),
    };
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

const { values } = readCommandLine(USAGE, {
  options: {
    persons: { type: 'string', default: '20000' },
    quarters: { type: 'string', default: '10' },
    remembered: { type: 'string', default: '1' },
    threads: { type: 'string' },
  },
});
const [persons, quarters, remembered] = [values.persons, values.quarters, values.remembered].map(Number);
const threads = values.threads === undefined ? null : Number(values.threads);
if (!(persons && persons > 0 && quarters && quarters > 0 && remembered !== undefined && remembered <= 1)) {
  process.stderr.write(USAGE);
  process.exitCode = 2;
} else {
  const report = await measure(persons, quarters, remembered, threads);
  process.stdout.write(`${JSON.stringify(report, null, 1)}\n`);
}
