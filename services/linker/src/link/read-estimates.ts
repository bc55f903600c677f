import {
  type DrawnLinks,
  drawnLinks,
  duplicatePrecision,
  familyLinks,
  type RuleSpace,
  recapturedRecall,
} from '@credlink/linkage';
import { type LinkEngine, numberIn } from './link-engine.ts';
import type { PairQuality } from './link-quality.ts';

/** Nodes of one series and unit; units below 0 are no files with one record a person. */
export type NodesOfUnit = { readonly series: number; readonly unit: number; readonly nodes: number };

type PairEstimates = Pick<PairQuality, 'duplicates' | 'recapture'>;

/** The estimates that need no posterior, by pair type. Reads `lk_link`, `lk_node`, `lk_scored` and `lk_combo`. */
export async function readEstimates(
  engine: LinkEngine,
  space: RuleSpace,
  nodes: readonly NodesOfUnit[],
  seriesCount: number,
): Promise<(pairType: number) => PairEstimates> {
  const drawn = (await engine.rows(drawnLinks())).map((row) => ({
    pairType: numberIn(row, 'pair_type'),
    isLeft: row.is_left === true,
    once: numberIn(row, 'once'),
    several: numberIn(row, 'several'),
  }));
  const lists = (await engine.rows(familyLinks(space))).map((row) => ({
    pairType: numberIn(row, 'pair_type'),
    bySsn: numberIn(row, 'by_ssn'),
    byName: numberIn(row, 'by_name'),
    byBoth: numberIn(row, 'by_both'),
    links: numberIn(row, 'links'),
  }));
  const nodesOf = (series: number) =>
    nodes.filter((one) => one.series === series).reduce((sum, one) => sum + one.nodes, 0);
  const filesOf = (series: number) =>
    new Set(nodes.filter((one) => one.series === series && one.unit >= 0).map(({ unit }) => unit)).size;
  /** Of the two sides the one with fewer nodes: more of them have a partner, so that the counts tell more. */
  const drawnBySmaller = (pairType: number): DrawnLinks | null => {
    const [left, right] = [Math.floor(pairType / seriesCount), pairType % seriesCount];
    if (left === right) return null;
    const [smaller] = drawn
      .filter((one) => one.pairType === pairType)
      .map(({ isLeft, once, several }) => ({
        records: isLeft ? nodesOf(left) * filesOf(right) : nodesOf(right) * filesOf(left),
        once,
        several,
      }))
      .sort((one, other) => one.records - other.records);
    return smaller ?? null;
  };
  return (pairType) => {
    const counts = drawnBySmaller(pairType);
    const both = lists.find((one) => one.pairType === pairType);
    return {
      duplicates: counts === null ? null : duplicatePrecision(counts),
      recapture: both === undefined ? null : recapturedRecall(both),
    };
  };
}
