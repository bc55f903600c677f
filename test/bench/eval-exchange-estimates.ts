import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Manifest } from '@credlink/contracts';
import type { Exchange, LoadedExchange } from '@credlink/embedded';
import { type LinkQuality, linkUploads, toLinkSource } from '@credlink/linker';
import { openStore, type RunInput } from '@credlink/store';
import { type Engine, openEngine, vaultView } from '@credlink/vault';
import { loadSubjectTruth } from './eval-exchange-subjects.ts';

/** What the run says without the truth, beside what the truth says, by pair of series that both have a truth. */
export type EstimateScore = {
  readonly left: string;
  readonly right: string;
  readonly links: number;
  readonly fdr: { readonly posterior: number; readonly duplicates: number | null; readonly true: number };
  readonly fnr: { readonly posterior: number; readonly recapture: number | null; readonly true: number };
};

/**
 * Links the exchange's own vault once more, with the figures that the record of a run rounds away, and compares its
 * estimates with the truth of each node: that of most of its subjects.
 */
export async function scoreEstimates(
  dir: string,
  { home, databaseUrl }: Exchange,
  { run, files }: LoadedExchange,
  signal: AbortSignal,
): Promise<readonly EstimateScore[]> {
  const inputs = await inputsOf(databaseUrl('linker'), run.runId);
  const vault = await vaultView(home.vault, ['identity']);
  const tempFolder = await mkdtemp(join(tmpdir(), 'credlink-estimates-'));
  const engine = await openEngine({
    memoryLimit: '4GB',
    threads: 2,
    tempFolder,
    folders: [dir, home.contributors, ...vault.folders],
  });
  try {
    const sources = [];
    for (const input of inputs) {
      sources.push(toLinkSource(input, await vault.pathOf('identity', input.identityFile)));
    }
    const { quality } = await linkUploads(engine, sources, () => undefined, signal);
    await loadSubjectTruth(engine, dir, home, files);
    return await compare(engine, quality);
  } finally {
    await engine.close();
    await rm(tempFolder, { recursive: true, force: true });
  }
}

/** What the run read. */
async function inputsOf(url: string, runId: string): Promise<readonly RunInput[]> {
  const store = openStore({ url, applicationName: 'credlink-eval' });
  try {
    const rows = await store.db
      .selectFrom('run_upload as r')
      .innerJoin('upload as u', 'u.upload_id', 'r.upload_id')
      .select(['u.upload_id', 'u.organisation', 'u.kind', 'u.manifest', 'u.identity_file'])
      .where('r.run_id', '=', runId)
      .execute();
    return rows.map((row) => ({
      uploadId: row.upload_id,
      organisation: row.organisation,
      kind: row.kind,
      manifest: Manifest.parse(row.manifest),
      identityFile: row.identity_file ?? '',
    }));
  } finally {
    await store.close();
  }
}

/** Node pairs across series: linked and right, and all there are. Reads the tables `lk_*` and `subject_truth`. */
async function compare(engine: Engine, quality: LinkQuality): Promise<readonly EstimateScore[]> {
  await engine.run(`
    CREATE TEMP TABLE node_truth AS
      SELECT nid, arg_max(truth, n) AS truth FROM (
        SELECT m.nid, t.truth, count(*) AS n FROM lk_member m JOIN lk_source s USING (source)
        JOIN subject_truth t ON t.upload_id = s.upload_id AND t.subject_id = m.subject_id GROUP BY ALL)
      GROUP BY nid`);
  await engine.run(`
    CREATE TEMP TABLE node_series AS
      SELECT DISTINCT t.nid, t.truth, n.unit, s.organisation, s.series FROM node_truth t
      JOIN lk_member m USING (nid) JOIN lk_source s USING (source) LEFT JOIN lk_node n USING (nid)`);
  const names = quality.pairs.map(({ left, right }) => `${left} ${right}`);
  const linked = await engine.rows(`
    SELECT l.pair_type, count(*)::DOUBLE AS links, count(*) FILTER (WHERE x.truth = y.truth)::DOUBLE AS hits
    FROM lk_link l JOIN node_truth x ON x.nid = l.a JOIN node_truth y ON y.nid = l.b
    WHERE l.weight >= 0 GROUP BY l.pair_type ORDER BY l.pair_type`);
  const [seriesCount] = await engine.rows('SELECT max(series)::INTEGER + 1 AS n FROM lk_source');
  const matches = await engine.rows(`
    SELECT least(x.series, y.series)::INTEGER * ${Number(seriesCount?.n)} + greatest(x.series, y.series)::INTEGER AS pair_type,
      count(*)::DOUBLE AS matches
    FROM node_series x JOIN node_series y ON x.truth = y.truth AND x.nid < y.nid AND x.series <> y.series
    GROUP BY pair_type`);
  const types = await engine.rows('SELECT DISTINCT pair_type FROM lk_link ORDER BY pair_type');
  if (types.length !== names.length) throw new Error('the pairs of the run and of its tables differ');
  return quality.pairs.flatMap((pair, index) => {
    const type = Number(types[index]?.pair_type);
    const row = linked.find((one) => Number(one.pair_type) === type);
    const all = Number(matches.find((one) => Number(one.pair_type) === type)?.matches ?? 0);
    if (row === undefined || pair.left === pair.right) return [];
    const [links, hits] = [Number(row.links), Number(row.hits)];
    return [
      {
        left: pair.left,
        right: pair.right,
        links,
        fdr: {
          posterior: pair.posteriorFdr,
          duplicates: pair.duplicates === null ? null : 1 - pair.duplicates.precision,
          true: 1 - hits / links,
        },
        fnr: {
          posterior: pair.posteriorFnr,
          recapture: pair.recapture === null ? null : 1 - pair.recapture.recall,
          true: all === 0 ? 0 : 1 - hits / all,
        },
      },
    ];
  });
}
