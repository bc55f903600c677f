import { parseArgs } from 'node:util';
import { evaluateWithTrueLinks } from './eval-exchange-truth.ts';

const USAGE = 'usage: eval -- exchange DIR [--links own|truth] [--json]\n';

/**
 * `npm run --silent eval -- exchange DIR` (evaluation.md).
 * @returns the exit code: 0 when the run completed, whatever the figures.
 */
export async function evalExchange(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { links: { type: 'string', default: 'own' }, json: { type: 'boolean', default: false } },
  });
  const [dir] = positionals;
  if (dir === undefined || values.links !== 'truth') {
    process.stderr.write(USAGE);
    return 2;
  }
  const report = await evaluateWithTrueLinks(dir);
  const { cells, ...summary } = report;
  const shown = values.json ? report : { ...summary, cells: cells.length };
  process.stdout.write(`${JSON.stringify(shown, null, values.json ? 0 : 2)}\n`);
  return 0;
}
