import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  type Check,
  type InsiderRanges,
  measureInsiders,
  POLICIES,
  protect,
  strictest,
} from '@credlink/disclosure';
import { loadSolver } from '../../services/publisher/src/load-solver.ts';
import { type CubeSpec, cubeInput, cubeInsiders, parseRows } from '../disclosure/cube.ts';
import { earlierReleases, readLedger, writeLedger } from './protect-ledger.ts';

function isPolicyName(name: string): name is keyof typeof POLICIES {
  return Object.hasOwn(POLICIES, name);
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    out: { type: 'string' },
    policy: { type: 'string', default: 'rounded' },
    micro: { type: 'string', default: 'micro.csv' },
    previous: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const [cubeDir] = positionals;
if (cubeDir === undefined || values.out === undefined || !isPolicyName(values.policy)) {
  process.stderr.write(
    `usage: protect CUBE_DIR --out OUT_DIR [--policy ${Object.keys(POLICIES).join('|')}] [--micro FILE] [--previous OUT_DIR0] [--json]\n`,
  );
  process.exit(2);
}
const policy = POLICIES[values.policy];
const given: CubeSpec = JSON.parse(await readFile(join(cubeDir, 'spec.json'), 'utf8'));
// The two methods take their minimum from the folder; a profile brings its own, which the folder can only raise.
const isProfile = values.policy !== 'rounded' && values.policy !== 'exact';
const minimum = isProfile ? strictest(policy, [given.threshold]).counts.minimum : given.threshold;
const spec = { ...given, threshold: minimum };
const persons = parseRows(await readFile(join(cubeDir, values.micro), 'utf8'));

const solver = await loadSolver();
const startedAt = process.hrtime.bigint();
const cpuBefore = process.cpuUsage();
const personIds = persons.map(({ person }) => person ?? '');
const ledger = values.previous === undefined ? [] : await readLedger(values.previous);
const unrelated = cubeInput(spec, persons, policy);
const input = { ...unrelated, earlier: earlierReleases(ledger, unrelated, personIds) };
const result = protect(input, solver);
const outcomes = new Map(result.cells.map(({ id, outcome }) => [id, outcome]));
const insiders = measureInsiders(input, outcomes, cubeInsiders(spec, persons));
const checks = result.checks.map((check) => (check.id === 'B5' ? insiderCheck(insiders) : check));
const seconds = Number(process.hrtime.bigint() - startedAt) / 1e9;
const cpu = process.cpuUsage(cpuBefore);

const isShown = (id: string) => (outcomes.get(id)?.status ?? 'suppressed') !== 'suppressed';
const safe = input.cells.filter(({ n }) => n >= spec.threshold);
const shown = input.cells.filter(({ id }) => isShown(id)).length;
const rows = input.cells.map(({ id, table, key }) => {
  const outcome = outcomes.get(id);
  const isHidden = outcome === undefined || outcome.status === 'suppressed';
  return JSON.stringify(
    isHidden
      ? { table, key, status: 'suppressed' }
      : { table, key, status: outcome.status, value: outcome.value },
  );
});
const { base } = input.policy.counts;
await mkdir(values.out, { recursive: true });
await writeFile(join(values.out, 'cells.jsonl'), `${rows.join('\n')}\n`);
await writeFile(
  join(values.out, 'spec.json'),
  JSON.stringify(base === 1 ? spec : { ...spec, rounding: { base, mode: 'nearest' } }, null, 1),
);
await writeFile(
  join(values.out, 'certificate.json'),
  JSON.stringify(
    {
      policy: result.policy,
      checks,
      audit: result.audit,
      insiders,
      seconds,
      shown,
      hidden: rows.length - shown,
    },
    null,
    1,
  ),
);
await writeLedger(values.out, ledger, input, personIds, outcomes);
const summary = {
  cells: rows.length,
  shown,
  shownOfSafe: safe.filter(({ id }) => isShown(id)).length / safe.length,
  cpuSeconds: (cpu.user + cpu.system) / 1e6,
  peakMemoryMiB: process.resourceUsage().maxRSS / 1024,
  audit: result.audit,
  insiders,
  checks: Object.fromEntries(checks.map(({ id, violations }) => [id, violations])),
};
process.stdout.write(
  values.json
    ? `${JSON.stringify(summary)}\n`
    : `${summary.shown} of ${summary.cells} cells shown, ${(100 * summary.shownOfSafe).toFixed(1)} % of those that hold ${spec.threshold} persons\n`,
);

function insiderCheck({ told, insiders: count, groups }: InsiderRanges): Check {
  return {
    id: 'B5',
    title: 'Safe against a contributor who subtracts its own persons',
    result: count === 0 ? 'not_checked' : told === 0 ? 'passed' : 'failed',
    violations: count === 0 ? null : told,
    note: `${count} insiders with at least the minimum of persons; in ${groups} groups the others are few. Counted: others told to the person or to one of two numbers along single sums.`,
  };
}
