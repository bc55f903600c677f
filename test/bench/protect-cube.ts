import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { rejected } from '@credlink/contracts';
import {
  type Check,
  type InsiderRanges,
  measureInsiders,
  type Outcome,
  type ProtectInput,
  protect,
} from '@credlink/disclosure';
import { loadSolver } from '../../services/publisher/src/load-solver.ts';
import { cubeInput, cubeInsiders } from '../disclosure/cube.ts';
import { readKnown } from './protect-known.ts';
import { earlierReleases, readLedger, writeLedger } from './protect-ledger.ts';
import { readCubePersons } from './protect-persons.ts';
import { readPolicy } from './protect-policy.ts';
import { readSpec } from './protect-spec.ts';

/** What to protect, and the folder that the result is written to: there, and empty. */
export type CubeRequest = {
  readonly cube: string;
  readonly micro: string;
  readonly policy: string;
  readonly previous: string | null;
  /** File of counts that other publishers show. */
  readonly known: string | null;
  readonly staging: string;
};

export type CubeSummary = {
  readonly cells: number;
  readonly shown: number;
  readonly shownOfSafe: number;
  /** Of all persons, each counted once for every cell that holds it, those in shown cells. */
  readonly shareOfPersons: number;
  readonly minimum: number;
  readonly cpuSeconds: number;
  readonly peakMemoryMiB: number;
  readonly checks: Readonly<Record<string, number | null>>;
};

/**
 * Protects a folder of linked cubes and writes cells, specification, certificate and ledger.
 * @throws {AppError} for input that cannot be read as one, before anything is computed
 */
export async function protectCube(request: CubeRequest): Promise<CubeSummary> {
  const policy = await readPolicy(request.policy);
  const given = await readSpec(join(request.cube, 'spec.json'));
  // The two methods take their minimum from the folder; a profile brings its own, which the folder can only raise.
  const isMethod = request.policy === 'rounded' || request.policy === 'exact';
  const minimum = isMethod ? given.threshold : Math.max(policy.counts.minimum, given.threshold);
  const spec = { ...given, threshold: minimum };
  const persons = await readCubePersons(resolve(request.cube, request.micro), request.micro, spec);
  const ledger = request.previous === null ? [] : await readLedger(request.previous);
  const cells = cubeInput(spec, persons, policy);
  const known = request.known === null ? null : await readKnown(request.known, cells.cells);
  if (known !== null && cells.policy.counts.base === 1) {
    throw rejected('policy_invalid', 'counts of other publishers are reckoned with where counts are rounded');
  }
  const solver = await loadSolver();
  const startedAt = process.hrtime.bigint();
  const cpuBefore = process.cpuUsage();
  const personIds = persons.map(({ person }) => person ?? '');
  const unrelated = { ...cells, elsewhere: known?.counts ?? [] };
  const input = {
    ...unrelated,
    insiders: cubeInsiders(spec, persons),
    earlier: earlierReleases(ledger, unrelated, personIds),
  };
  const result = protect(input, solver);
  const outcomes = new Map(result.cells.map(({ id, outcome }) => [id, outcome]));
  const insiders = measureInsiders(input, outcomes);
  const checks = result.checks.map((check) => (check.id === 'B5' ? insiderCheck(insiders) : check));
  const seconds = Number(process.hrtime.bigint() - startedAt) / 1e9;
  const cpu = process.cpuUsage(cpuBefore);

  const isShown = (id: string) => (outcomes.get(id)?.status ?? 'suppressed') !== 'suppressed';
  const safe = input.cells.filter(({ n }) => n >= spec.threshold);
  const shown = input.cells.filter(({ id }) => isShown(id)).length;
  const { base } = input.policy.counts;
  const figures = input.cells.reduce((sum, { n }) => sum + n, 0);
  const inShown = input.cells.reduce((sum, { id, n }) => sum + (isShown(id) ? n : 0), 0);
  // To the nearest per cent: closer, it would tell what the hidden cells hold together.
  const shareOfPersons = figures === 0 ? 1 : Math.round((100 * inShown) / figures) / 100;
  const write = (name: string, text: string) => writeFile(join(request.staging, name), text);
  await write('cells.jsonl', cellLines(input, outcomes));
  await write(
    'spec.json',
    JSON.stringify(base === 1 ? spec : { ...spec, rounding: { base, mode: 'nearest' } }, null, 1),
  );
  await writeLedger(request.staging, ledger, input, personIds, result.cells);
  const { policy: named, audit } = result;
  const hidden = input.cells.length - shown;
  const certificate = { policy: named, checks, audit, insiders, seconds, shown, hidden, shareOfPersons };
  await write('certificate.json', JSON.stringify(certificate, null, 1));
  const summary = {
    cells: input.cells.length,
    shown,
    shownOfSafe: safe.length === 0 ? 1 : safe.filter(({ id }) => isShown(id)).length / safe.length,
    shareOfPersons,
    minimum,
    cpuSeconds: (cpu.user + cpu.system) / 1e6,
    peakMemoryMiB: process.resourceUsage().maxRSS / 1024,
    audit,
    insiders,
    ...(known === null ? {} : { known: { counts: known.counts.length, differing: known.differing } }),
    checks: Object.fromEntries(checks.map(({ id, violations }) => [id, violations])),
  };
  return summary;
}

function cellLines(input: ProtectInput, outcomes: ReadonlyMap<string, Outcome>): string {
  const rows = input.cells.map(({ id, table, key }) => {
    const outcome = outcomes.get(id);
    const isHidden = outcome === undefined || outcome.status === 'suppressed';
    return JSON.stringify(
      isHidden
        ? { table, key, status: 'suppressed' }
        : { table, key, status: outcome.status, value: outcome.value },
    );
  });
  return `${rows.join('\n')}\n`;
}

function insiderCheck({ told, insiders: count, groups }: InsiderRanges): Check {
  return {
    id: 'B5',
    title: 'Safe against a contributor who subtracts its own persons',
    // Less is counted than the bar asks for, so nothing found is no pass.
    result: told === 0 ? 'not_checked' : 'failed',
    violations: count === 0 ? null : told,
    note: `${count} insiders with at least the minimum of persons; in ${groups} groups the others are few. Counted: others told to the person or to one of two numbers along single sums.`,
  };
}
