import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { linkUploads, type PairQuality } from '@credlink/linker';
import { PACK_NAMES, PACKS, type PackName, type RulePack } from '@credlink/tokens';
import { openEngine } from '@credlink/vault';
import { type LabelledSet, readLabelledSet } from './linkage-folder.ts';
import { type Accuracy, type LinkageScore, scoreLinkage } from './linkage-score.ts';
import { distinctSsns, evaluateSsns, type SsnUse, tokeniseRecords, withSsnUse } from './linkage-tokens.ts';

export type LinkageOptions = {
  readonly ssn: SsnUse;
  readonly ssnText: string;
  readonly isOneToOne: boolean;
  readonly pack: PackName;
};

type LabelFree = Pick<
  PairQuality,
  'left' | 'right' | 'links' | 'posteriorFdr' | 'posteriorFnr' | 'duplicates' | 'recapture'
>;

function labelFree(pair: PairQuality): LabelFree {
  const { left, right, links, posteriorFdr, posteriorFnr, duplicates, recapture } = pair;
  return { left, right, links, posteriorFdr, posteriorFnr, duplicates, recapture };
}

/** What the run says of all its links that count: across files where files are linked. */
function saidFdr(pairs: readonly PairQuality[], mode: LabelledSet['mode']): number {
  const counted = pairs.filter(({ left, right }) => mode === 'dedupe' || left !== right);
  const links = counted.reduce((sum, pair) => sum + pair.links, 0);
  return links === 0 ? 0 : counted.reduce((sum, pair) => sum + pair.links * pair.posteriorFdr, 0) / links;
}

export type LinkageReport = LinkageScore & {
  readonly dir: string;
  readonly mode: LabelledSet['mode'];
  readonly records: number;
  readonly ssn: string;
  readonly pack: string;
  /** Share of the links that are wrong, as the run says and as it is. */
  readonly fdr: { readonly posterior: number; readonly true: number };
  /** Pairs of the final persons where every file was said to hold one record a person. */
  readonly oneToOne: Accuracy | null;
  /** What the run says of itself without the truth, by pair of files. */
  readonly estimates: readonly LabelFree[];
  readonly ambiguous: number;
  readonly largestPerson: number;
  readonly tokensPerRecord: number;
  readonly bytesPerRecord: number;
  readonly seconds: { readonly tokenise: number; readonly link: number; readonly total: number };
  readonly cpuSeconds: number;
  readonly peakMemoryMiB: number;
};

function seconds(since: number): number {
  return Math.round(performance.now() - since) / 1000;
}

/** Runs one labelled folder through normaliser, tokens, Parquet and linker, with one fixed configuration. */
export async function evaluateLinkage(dir: string, options: LinkageOptions): Promise<LinkageReport> {
  const startedAt = performance.now();
  const cpuBefore = process.cpuUsage();
  const pack: RulePack = PACKS[options.pack];
  const folder = mkdtempSync(join(tmpdir(), 'credlink-eval-'));
  const engine = await openEngine({
    memoryLimit: '4GB',
    threads: 2,
    tempFolder: folder,
    folders: [folder, dir],
  });
  try {
    const read = await readLabelledSet(engine, dir);
    const set = { ...read, files: read.files.map((records, file) => withSsnUse(records, options.ssn, file)) };
    const evaluations = await evaluateSsns(
      pack.rules.some(({ levels }) => levels.includes('ssn.nine')) ? distinctSsns(set.files) : [],
    );
    const tokenised = [];
    for (const [file, records] of set.files.entries()) {
      tokenised.push(
        await tokeniseRecords(engine, {
          records,
          file,
          pack,
          evaluations,
          folder,
          isOneRecordPerPerson: options.isOneToOne,
        }),
      );
    }
    const tokenisedIn = seconds(startedAt);
    const linkStartedAt = performance.now();
    const { quality } = await linkUploads(
      engine,
      tokenised.map(({ source }) => source),
      () => undefined,
      new AbortController().signal,
    );
    const linkedIn = seconds(linkStartedAt);
    const score = await scoreLinkage(engine, set, tokenised);
    const records = set.files.reduce((sum, file) => sum + file.length, 0);
    const cpu = process.cpuUsage(cpuBefore);
    return {
      dir,
      mode: set.mode,
      records,
      ssn: options.ssnText,
      pack: `${pack.name}@${pack.version}`,
      ...score,
      fdr: { posterior: saidFdr(quality.pairs, set.mode), true: score.trueFdr },
      oneToOne: options.isOneToOne ? score.clusters : null,
      estimates: quality.pairs.map(labelFree),
      ambiguous: quality.ambiguous,
      largestPerson: quality.largestPerson,
      tokensPerRecord: tokenised.reduce((sum, { tokens }) => sum + tokens, 0) / records,
      bytesPerRecord: Math.round(tokenised.reduce((sum, { bytes }) => sum + bytes, 0) / records),
      seconds: { tokenise: tokenisedIn, link: linkedIn, total: seconds(startedAt) },
      cpuSeconds: (cpu.user + cpu.system) / 1e6,
      peakMemoryMiB: Math.round(process.resourceUsage().maxRSS / 1024),
    };
  } finally {
    await engine.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

export function isPackName(name: string): name is PackName {
  return PACK_NAMES.some((known) => known === name);
}

function figures({ precision, recall, f1 }: Accuracy): string {
  return `${precision.toFixed(4)} / ${recall.toFixed(4)} / ${f1.toFixed(4)}`;
}

const WIDTHS = [18, 5, 26, 26, 26, 26, 15, 15, 15, 14, 11];

function line(cells: readonly string[]): string {
  return `${cells.map((cell, index) => cell.padEnd(WIDTHS[index] ?? 10)).join(' ')}\n`;
}

export function linkageHeading(): string {
  return line([
    'set',
    'ssn',
    'cascade P / R / F1',
    'pairs P / R / F1',
    'persons P / R / F1',
    'one to one P / R / F1',
    'fdr said / true',
    'P by duplicates',
    'R by recapture',
    'tokens, bytes',
    'seconds',
  ]);
}

/** The pair of files with most links; with one file the method says nothing, for its people have several records. */
function mostLinked({ estimates }: LinkageReport): LabelFree | undefined {
  return [...estimates].sort((one, other) => other.links - one.links)[0];
}

function duplicatesText(report: LinkageReport): string {
  return mostLinked(report)?.duplicates?.precision.toFixed(4) ?? '-';
}

function recaptureText(report: LinkageReport): string {
  return mostLinked(report)?.recapture?.recall.toFixed(4) ?? '-';
}

/** One run as a line, the deterministic cascade first, the model beside it. */
export function linkageLine(report: LinkageReport): string {
  return line([
    basename(report.dir),
    report.ssn,
    figures(report.cascade),
    figures(report.pairs),
    figures(report.clusters),
    report.oneToOne === null ? '-' : figures(report.oneToOne),
    `${report.fdr.posterior.toFixed(4)} / ${report.fdr.true.toFixed(4)}`,
    duplicatesText(report),
    recaptureText(report),
    `${report.tokensPerRecord.toFixed(1)}, ${report.bytesPerRecord}`,
    `${report.seconds.tokenise.toFixed(1)} + ${report.seconds.link.toFixed(1)}`,
  ]);
}
