import { resolve } from 'node:path';
import type { Progress } from '@credlink/contracts';
import { readCommandLine } from './command-line.ts';
import { evaluateWithOwnLinks } from './eval-exchange-own.ts';
import { evaluateWithTrueLinks } from './eval-exchange-truth.ts';
import { exchangeText } from './exchange-text.ts';

const USAGE = `usage: eval -- exchange DIR [--links own|truth] [--blur] [--json]
  DIR      folder of an exchange with its truth, as ../shared/data/anytown
  --links  own: the linker's; truth: the true ones, to judge measures alone (default own)
  --blur   with the true links, percentiles of blurred wages, as a release's are (the product's own links have no other)
  --json   the report as one JSON document instead of a text
`;

/**
 * `npm run --silent eval -- exchange DIR` (evaluation.md).
 * @returns the exit code: 0 when the run completed, whatever the figures.
 */
export async function evalExchange(args: readonly string[]): Promise<number> {
  const { values, positionals } = readCommandLine(USAGE, {
    args: [...args],
    allowPositionals: true,
    options: {
      links: { type: 'string', default: 'own' },
      blur: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const [dir] = positionals;
  if (dir === undefined || (values.links !== 'truth' && values.links !== 'own')) {
    process.stderr.write(USAGE);
    return 2;
  }
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  const report =
    values.links === 'truth'
      ? await evaluateWithTrueLinks(resolve(dir), values.blur)
      : await evaluateWithOwnLinks(resolve(dir), showStep(), stop.signal);
  process.stdout.write(values.json ? `${JSON.stringify(report)}\n` : exchangeText(report));
  return 0;
}

/** One line when a step begins, on standard error. */
function showStep(): (progress: Progress) => void {
  let last = '';
  return ({ step }) => {
    if (step !== last) process.stderr.write(`${step}\n`);
    last = step;
  };
}
