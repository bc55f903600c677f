import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Progress } from '@credlink/contracts';
import { readCommandLine } from './command-line.ts';
import { layOutTwice } from './exchange-twice-folders.ts';
import type { InsiderCount } from './exchange-twice-insiders.ts';
import {
  carriedMarks,
  ledgerFindings,
  madeUpRosters,
  repeatedAnswers,
  type Verified,
  verifyDownloaded,
  vintages,
} from './exchange-twice-report.ts';
import { type BuiltOnce, runTwice } from './exchange-twice-run.ts';

const USAGE = `usage: eval -- exchange-twice DIR [--keep WORK]
  DIR     folder of an exchange with its truth, as ../shared/data/anytown
  --keep  folder to work in, which stays (default: a new one, removed at the end)
`;

/** How one bar came out over both releases, and who looked. */
export type BarReport = {
  readonly result: 'passed' | 'failed' | 'not_checked';
  readonly violations: number | null;
  readonly looked: Readonly<Record<string, unknown>>;
};

export type TwiceReport = {
  readonly dir: string;
  readonly changes: Readonly<Record<string, unknown>>;
  readonly releases: readonly Readonly<Record<string, unknown>>[];
  readonly bars: Readonly<Record<string, BarReport>>;
  readonly carried: Awaited<ReturnType<typeof carriedMarks>>;
  readonly vintage: Awaited<ReturnType<typeof vintages>>;
  readonly madeUp: Awaited<ReturnType<typeof madeUpRosters>>;
  readonly madeUpPersonsShown: number;
  readonly isClear: boolean;
  readonly seconds: number;
};

/**
 * `npm run --silent eval -- exchange-twice DIR`: two releases of the whole product over the files of DIR, the second
 * after late awards, a withdrawn upload and revised wages, and every bar checked over both.
 * @returns the exit code: 0 when the run completed, whatever it found.
 */
export async function evalExchangeTwice(args: readonly string[]): Promise<number> {
  const { values, positionals } = readCommandLine(USAGE, {
    args: [...args],
    allowPositionals: true,
    options: { keep: { type: 'string' }, json: { type: 'boolean', default: false } },
  });
  const [dir] = positionals;
  if (dir === undefined) {
    process.stderr.write(USAGE);
    return 2;
  }
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  let last = '';
  const report = await evaluateTwice(
    resolve(dir),
    values.keep === undefined ? null : resolve(values.keep),
    ({ step }) => {
      if (step !== last) process.stderr.write(`${step}\n`);
      last = step;
    },
    stop.signal,
  );
  process.stdout.write(`${JSON.stringify(report, null, 1)}\n`);
  return 0;
}

/** @param keep folder that stays; null works in one that is gone afterwards */
export async function evaluateTwice(
  dir: string,
  keep: string | null,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<TwiceReport> {
  const started = performance.now();
  const work = keep ?? (await mkdtemp(join(tmpdir(), 'credlink-twice-')));
  try {
    const folders = await layOutTwice(dir, work);
    const reports: TwiceReport[] = [];
    await runTwice({ folders, work, policy: 'rounded', onProgress, signal }, async (exchange, built) => {
      const [first, second] = built;
      if (first === undefined || second === undefined) return;
      onProgress({ step: 'checking', done: 0, total: null, secondsLeft: null });
      const verified = [
        await verifyDownloaded(first, null, work),
        await verifyDownloaded(second, first, work),
      ];
      const ledger = await ledgerFindings(dir, work, exchange, built);
      const carried = await carriedMarks(built);
      const again = await repeatedAnswers(exchange, second);
      const vintage = await vintages(exchange, built, folders.revised.path);
      const madeUp = await madeUpRosters(dir, built);
      const bars: TwiceReport['bars'] = {
        B1: barOf({ ...verdicts(verified, 'B1'), ledger: ledger.B1, 'one supplier': ledger.single }),
        B2: barOf(verdicts(verified, 'B2'), bothVerdicts(verified, 'B2-both'), claims(built, 'B2')),
        B3: barOf(verdicts(verified, 'B3'), bothVerdicts(verified, 'B3-both'), claims(built, 'B3')),
        B4: barOf(verdicts(verified, 'B4'), bothVerdicts(verified, 'B4-both'), claims(built, 'B4')),
        B5: insiderBar(ledger.insiders, built),
        B6: barOf({ ...verdicts(verified, 'B6'), ledger: ledger.B6, 'one supplier': ledger.single }),
        B7: barOf({ ...verdicts(verified, 'B7'), ledger: ledger.B7 }),
        B8: barOf({ repeated: again }),
        B9: barOf(
          {
            ledger: ledger.B9,
            truth: ledger.B9truth,
            marks: { looked: carried.carried, violations: carried.wrong },
          },
          claims([second], 'B9'),
        ),
        B10: barOf(verdicts(verified, 'B10')),
      };
      const isVintageFrozen =
        vintage.firstReadOriginal && vintage.secondReadOriginal && !vintage.secondReadRevision;
      const areMadeUpOut =
        ledger.madeUp === 0 &&
        madeUp.every(({ reasons, shownCells }) => shownCells === 0 && !reasons.includes(null));
      reports.push({
        dir,
        changes: { late: folders.late, withdrawn: folders.withdrawn.rows, revised: folders.revised },
        releases: built.map((one, place) => releaseOf(one, verified[place])),
        bars,
        carried,
        vintage,
        madeUp,
        madeUpPersonsShown: ledger.madeUp,
        isClear:
          Object.entries(bars).every(([id, { result }]) => result !== 'failed' || id === REPORTED) &&
          verified.every(({ isClear }) => isClear) &&
          isVintageFrozen &&
          areMadeUpOut,
        seconds: Math.round((performance.now() - started) / 100) / 10,
      });
    });
    const [report] = reports;
    if (report === undefined) throw new Error('the exchange ended before it was looked at');
    return report;
  } finally {
    if (keep === null) await rm(work, { recursive: true, force: true });
  }
}

function releaseOf(
  { publishedId, certificate, quarantined, seconds }: BuiltOnce,
  verified: Verified | undefined,
): Readonly<Record<string, unknown>> {
  return {
    id: publishedId,
    cells: certificate.cells,
    earlierReleases: certificate.inputs.earlierReleases,
    quarantined,
    certificate: Object.fromEntries(certificate.checks.map(({ id, result }) => [id, result])),
    verified: verified && {
      isClear: verified.isClear,
      checks: Object.fromEntries(verified.checks.map(({ id, result }) => [id, result])),
      ranges: verified.ranges,
      programs: verified.programs,
      findings: verified.findings.slice(0, 20),
    },
    seconds,
  };
}

type Looked = Readonly<Record<string, { readonly violations: number; readonly [more: string]: unknown }>>;

function verdicts(verified: readonly Verified[], id: string): Looked {
  return Object.fromEntries(
    verified.flatMap(({ checks }, place) => {
      const check = checks.find((one) => one.id === id);
      if (check === undefined) return [];
      const { result, violations, undecided } = check;
      return [[`verifier, release ${place + 1}`, { result, violations: violations + undecided }]];
    }),
  );
}

/** What the verifier says of a release and the one before it together. */
function bothVerdicts(verified: readonly Verified[], id: string): Looked {
  return Object.fromEntries(
    Object.entries(verdicts(verified, id)).map(([name, found]) => [`${name} with the one before`, found]),
  );
}

/** What the certificates say, in which the releases are judged together with all before them. */
function claims(built: readonly BuiltOnce[], id: string): Looked {
  return Object.fromEntries(
    built.map(({ publishedId, certificate }) => {
      const check = certificate.checks.find((one) => one.id === id);
      return [
        `certificate of ${publishedId}`,
        { result: check?.result, violations: check?.result === 'failed' ? 1 : 0 },
      ];
    }),
  );
}

function barOf(...all: readonly Looked[]): BarReport {
  const looked: Looked = Object.assign({}, ...all);
  const violations = Object.values(looked).reduce((sum, one) => sum + one.violations, 0);
  return { result: violations === 0 ? 'passed' : 'failed', violations, looked };
}

/** What insiders are told is reported; no policy promises against them, so it does not decide whether a run is clear. */
const REPORTED = 'B5';

/**
 * The bar asks for ranges of others as wide as the minimum. Those told to the person or to one of two numbers are its
 * violations here, beside what the certificates count for themselves.
 */
function insiderBar(counted: readonly InsiderCount[], built: readonly BuiltOnce[]): BarReport {
  const told = counted.reduce((sum, one) => sum + one.told, 0);
  const looked = built.map(({ publishedId, certificate }, place) => [
    `release ${place + 1}`,
    {
      ...counted[place],
      violations: counted[place]?.told,
      certificate: { publishedId, told: certificate.checks.find(({ id }) => id === REPORTED)?.violations },
    },
  ]);
  const isWide = counted.every(({ narrow }) => narrow === 0);
  return { result: isWide ? 'passed' : 'failed', violations: told, looked: Object.fromEntries(looked) };
}
