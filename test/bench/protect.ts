import { Worker } from 'node:worker_threads';
import { AppError, ERROR_CODES, fault, rejected } from '@credlink/contracts';
import { POLICIES } from '@credlink/disclosure';
import { z } from 'zod';
import { errorText } from '../../packages/cli/src/error-text.ts';
import { EXIT_CODES, exitCodeOf } from '../../packages/cli/src/exit-code.ts';
import { readCommandLine } from './command-line.ts';
import type { CubeRequest, CubeSummary } from './protect-cube.ts';
import { claimOutput } from './protect-output.ts';

const USAGE = `usage: protect CUBE_DIR --out OUT_DIR [--policy NAME|FILE.json] [--micro FILE] [--previous OUT_DIR0] [--known FILE]
               [--memory MIB] [--json]
  CUBE_DIR    spec.json and persons, as ../shared/data/cubes or \`npm run make-cube\` has them
  --out       folder of the result, made anew
  --policy    ${Object.keys(POLICIES).join(', ')}; or a policy file (default rounded)
  --micro     file of persons, from CUBE_DIR on (default micro.csv)
  --previous  result of the release before this one
  --known     counts that others publish
  --memory    most memory, in MiB (default 4096)
Example: protect cubes/small --out release-1
`;

type Options = Omit<CubeRequest, 'staging'> & {
  readonly out: string;
  readonly memoryMiB: number;
  readonly isJson: boolean;
};

/** Null for wrong usage. */
function readOptions(): Options | null {
  const { values, positionals } = readCommandLine(USAGE, {
    allowPositionals: true,
    options: {
      out: { type: 'string' },
      policy: { type: 'string', default: 'rounded' },
      micro: { type: 'string', default: 'micro.csv' },
      previous: { type: 'string' },
      known: { type: 'string' },
      // The product's machines have four times that.
      memory: { type: 'string', default: '4096' },
      json: { type: 'boolean', default: false },
    },
  });
  const [cube, ...others] = positionals;
  const { out, policy, micro, previous = null, known = null, json } = values;
  const memoryMiB = Number(values.memory);
  const isUsable = cube !== undefined && cube !== '' && out !== undefined && out !== '';
  if (!isUsable || others.length > 0 || !Number.isSafeInteger(memoryMiB) || memoryMiB < 16) return null;
  return { cube, out, policy, micro, previous, known, memoryMiB, isJson: json };
}

const Answer = z.union([
  z.object({ summary: z.custom<CubeSummary>() }),
  z.object({
    error: z.object({ code: z.enum(ERROR_CODES), message: z.string() }),
  }),
]);

/** Settles when the thread has: with its result, or with the error it ended with. */
function runWorker(request: CubeRequest, memoryMiB: number, signal: AbortSignal): Promise<CubeSummary> {
  const worker = new Worker(new URL('./protect-worker.ts', import.meta.url), {
    workerData: request,
    resourceLimits: { maxOldGenerationSizeMb: memoryMiB },
  });
  return new Promise((resolve, reject) => {
    worker.once('message', (message) => {
      const answer = Answer.parse(message);
      if ('summary' in answer) resolve(answer.summary);
      else {
        const { code, message: text } = answer.error;
        reject(code === 'fault' ? new TypeError(text) : rejected(code, text));
      }
    });
    worker.once('error', (error) => {
      const isMemory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      reject(
        isMemory
          ? rejected(
              'memory_exhausted',
              `${memoryMiB} MiB of memory are not enough; nothing was written. Give more with --memory, or protect fewer cells`,
            )
          : error,
      );
    });
    worker.once('exit', () => reject(fault('the program ended early')));
    signal.addEventListener('abort', () => {
      reject(
        new AppError('rejected', 'cancelled', 'stopped; nothing was written, run the same command again'),
      );
      void worker.terminate();
    });
  });
}

async function run(options: Options, signal: AbortSignal): Promise<void> {
  const { out, memoryMiB, isJson, ...request } = options;
  const output = await claimOutput(out);
  try {
    const summary = await runWorker({ ...request, staging: output.staging }, memoryMiB, signal);
    output.publish();
    process.stdout.write(isJson ? `${JSON.stringify(summary)}\n` : summaryText(summary));
  } finally {
    output.discard();
  }
}

function summaryText({ shown, cells, shownOfSafe, shareOfPersons, minimum }: CubeSummary): string {
  return `${shown} of ${cells} cells shown, ${(100 * shownOfSafe).toFixed(1)} % of those that hold ${minimum} persons; ${(100 * shareOfPersons).toFixed(0)} % of the persons in cells\n`;
}

const options = readOptions();
if (options === null) {
  process.stderr.write(USAGE);
  process.exitCode = EXIT_CODES.usage;
} else {
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(name, () => stop.abort());
  try {
    await run(options, stop.signal);
  } catch (error) {
    process.stderr.write(`${errorText(error)}\n`);
    process.exitCode = exitCodeOf(error);
  }
}
