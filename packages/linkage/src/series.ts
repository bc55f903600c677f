import { isKnownLevel, type KnownLevel, type PackRule } from '@credlink/tokens';
import type { LinkSource, OrderedSources } from './link-source.ts';
import type { PairType, SeriesFigures } from './model.ts';
import { plausibleChances } from './plausible-chance.ts';
import { attributeOf } from './rule-space.ts';

/**
 * Chance that two subjects of a series agree at a level, among subjects that carry the attribute, weighted over its
 * files by subjects; undefined where none carries it. A manifest states chances over all subjects, so they are divided
 * by the square of the attribute's presence.
 */
function statedChance(files: readonly LinkSource[], level: KnownLevel): number | undefined {
  let [weighted, subjects] = [0, 0];
  for (const file of files) {
    const stated = file.chanceAgreement[level];
    const presence = file.attributePresence[attributeOf(level)] ?? 0;
    if (stated === undefined || presence === 0) continue;
    weighted += file.subjects * Math.min(1, stated / presence ** 2);
    subjects += file.subjects;
  }
  return subjects > 0 ? weighted / subjects : undefined;
}

/** Nodes and chance agreement of each series, the latter as far as it is to be believed. */
export function seriesFigures(
  { sources, series }: OrderedSources,
  levels: ReadonlySet<KnownLevel>,
  nodesBySeries: ReadonlyMap<number, number>,
): readonly SeriesFigures[] {
  const files = series.map((name) => sources.filter((source) => source.series === name));
  const chances = series.map((): Record<string, number> => ({}));
  for (const level of levels) {
    const stated = files.map((ofSeries) => statedChance(ofSeries, level));
    for (const [index, chance] of plausibleChances(level, stated).entries()) {
      const ofSeries = chances[index];
      if (chance !== undefined && ofSeries !== undefined) ofSeries[level] = chance;
    }
  }
  return chances.map((ofSeries, index) => ({ nodes: nodesBySeries.get(index) ?? 0, chances: ofSeries }));
}

/** Every pair of series that has pairs to compare; records of one file with one record a person are not. */
export function pairTypesOf(
  nodesBySeries: ReadonlyMap<number, number>,
  nodesOfUnits: readonly { readonly series: number; readonly nodes: number }[],
  { sources, series: { length: seriesCount }, seriesOf }: OrderedSources,
): readonly PairType[] {
  const rulesOf = Array.from({ length: seriesCount }, () => new Map<number, PackRule>());
  for (const [index, source] of sources.entries()) {
    for (const rule of source.pack.rules) rulesOf[seriesOf[index] ?? 0]?.set(rule.code, rule);
  }
  const commonRules = (left: number, right: number) =>
    [...(rulesOf[left]?.values() ?? [])].filter(({ code }) => rulesOf[right]?.has(code));
  const pairsOf = (nodes: number) => (nodes * (nodes - 1)) / 2;
  const types: PairType[] = [];
  for (let left = 0; left < seriesCount; left += 1) {
    for (let right = left; right < seriesCount; right += 1) {
      const [a, b] = [nodesBySeries.get(left) ?? 0, nodesBySeries.get(right) ?? 0];
      const uncompared = nodesOfUnits
        .filter(({ series }) => series === left)
        .reduce((sum, { nodes }) => sum + pairsOf(nodes), 0);
      const possiblePairs = left === right ? pairsOf(a) - uncompared : a * b;
      if (possiblePairs <= 0) continue;
      const common = commonRules(left, right);
      types.push({
        pairType: left * seriesCount + right,
        left,
        right,
        possiblePairs,
        meetsBySsnOnly: common.every(({ levels }) => levels.some((level) => level.startsWith('ssn.'))),
        levels: new Set(common.flatMap(({ levels }) => levels.filter(isKnownLevel))),
      });
    }
  }
  return types;
}
