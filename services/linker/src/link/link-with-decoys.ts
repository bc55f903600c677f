import {
  type DecoyCounts,
  decisionDigest,
  decoyCounts,
  decoyFalse,
  decoyHousehold,
  decoyMissed,
  decoyTable,
  type LinkSource,
  withoutDecoys,
} from '@credlink/linkage';
import type { OpenedDecoys } from '@credlink/store';
import { bulkInsert, type Engine } from '@credlink/vault';
import { numberIn } from './link-engine.ts';
import type { LinkProgress, RunLinkProgress } from './link-progress.ts';
import type { DecoyQuality, LinkQuality } from './link-quality.ts';
import { type LinkedUploads, linkUploads } from './link-uploads.ts';

type SeriesCounts = ReadonlyMap<string, DecoyCounts>;

const NONE: DecoyCounts = {
  strangers: 0,
  strangersLinked: 0,
  twins: 0,
  twinsLinked: 0,
  copies: 0,
  copiesFound: 0,
};

/**
 * Links twice. First everything, invented records among the others; when that is decided, `open` says which they are, and
 * what became of them is counted. Then everything but them.
 *
 * Claim: decoys change no link. The links of a run are those of the second pass, which reads what the vault would hold had
 * nobody planted any, so they are the same to the last byte; nor can the first pass treat a decoy otherwise, for nothing
 * has told it. Cost: linking twice, where any upload has decoys.
 *
 * @param heldBytes as in `linkUploads`, in either pass
 * @param open called with a digest of what was decided; null ends the run
 */
export async function linkWithDecoys(
  engine: Engine,
  sources: readonly LinkSource[],
  open: (blindDigest: string) => Promise<readonly OpenedDecoys[] | null>,
  onProgress: (progress: RunLinkProgress) => void,
  signal: AbortSignal,
  heldBytes?: number,
): Promise<LinkedUploads | null> {
  await linkUploads(engine, sources, blind(onProgress), signal, heldBytes);
  const digest = await engine.scalar(decisionDigest(), [], String);
  const opened = await open(digest);
  if (opened === null) return null;
  await loadDecoys(engine, opened);
  const counts = await countsBySeries(engine, sources);
  const real: LinkSource[] = [];
  for (const [index, source] of sources.entries()) {
    const hasDecoys = opened.some(({ uploadId }) => uploadId === source.uploadId);
    const table = `real_identity_${index}`;
    if (hasDecoys) await engine.run(withoutDecoys(source, table));
    real.push(hasDecoys ? { ...source, relation: table } : source);
  }
  const linked = await linkUploads(engine, real, onProgress, signal, heldBytes);
  return { ...linked, quality: { ...linked.quality, decoys: decoyQuality(counts, real, linked.quality) } };
}

function blind(onProgress: (progress: RunLinkProgress) => void): (progress: LinkProgress) => void {
  return ({ step, ...rest }) => onProgress({ step: `${step} (blind)`, ...rest });
}

async function loadDecoys(engine: Engine, opened: readonly OpenedDecoys[]): Promise<void> {
  await engine.run(decoyTable());
  const insert = await bulkInsert(engine, 'lk_decoy', ['UUID', 'UBIGINT', 'VARCHAR', 'UBIGINT']);
  for (const { uploadId, decoys } of opened) {
    const upload = Uint8Array.from(Buffer.from(uploadId.replaceAll('-', ''), 'hex'));
    for (const { subject, kind, of } of decoys)
      insert.add([upload, BigInt(subject), kind, of === null ? null : BigInt(of)]);
  }
  insert.finish();
}

/** Series are numbered as the run orders them; their names are those of the sources. */
async function countsBySeries(engine: Engine, sources: readonly LinkSource[]): Promise<SeriesCounts> {
  const names = await engine.rows(
    'SELECT DISTINCT series::INTEGER AS series, upload_id::VARCHAR AS upload FROM lk_source',
  );
  const nameOf = (series: number) => {
    const upload = names.find((row) => numberIn(row, 'series') === series)?.upload;
    return sources.find(({ uploadId }) => uploadId === upload)?.series ?? '';
  };
  const counts = new Map<string, DecoyCounts>();
  for (const row of await engine.rows(decoyCounts())) {
    const name = nameOf(numberIn(row, 'series'));
    const [planted, hits] = [numberIn(row, 'planted'), numberIn(row, 'hits')];
    const before = counts.get(name) ?? NONE;
    const added =
      row.kind === 'stranger'
        ? { strangers: planted, strangersLinked: hits }
        : row.kind === 'twin'
          ? { twins: planted, twinsLinked: hits }
          : { copies: planted, copiesFound: hits };
    counts.set(name, { ...before, ...added });
  }
  return counts;
}

function decoyQuality(
  counts: SeriesCounts,
  sources: readonly LinkSource[],
  quality: LinkQuality,
): readonly DecoyQuality[] {
  return [...counts].map(([source, of]) => {
    const uploads = new Set(
      sources.filter(({ series }) => series === source).map(({ uploadId }) => uploadId),
    );
    const own = quality.sources.filter(({ uploadId }) => uploads.has(uploadId));
    const sum = (figure: 'subjects' | 'linked') => own.reduce((total, one) => total + one[figure], 0);
    return {
      source,
      counts: of,
      false: decoyFalse(of, sum('subjects'), sum('linked')),
      household: decoyHousehold(of),
      missed: decoyMissed(of),
    };
  });
}
