export type { RecallEstimate, TwoLists } from './capture-recapture.ts';
export { recapturedRecall } from './capture-recapture.ts';
export { CASCADE_STEPS, cascadeTables } from './cascade-sql.ts';
export { applyMerges, clusterTables, edgeTable, mergeRound, personTables } from './cluster-sql.ts';
export type { Contradiction } from './contradiction.ts';
export { contradictionOf } from './contradiction.ts';
export {
  type DecoyCounts,
  decoyFalse,
  decoyHousehold,
  decoyMissed,
  type ShareEstimate,
} from './decoy-estimate.ts';
export { decisionDigest, decoyCounts, decoyTable, withoutDecoys } from './decoy-sql.ts';
export type { DrawnLinks, PrecisionEstimate } from './duplicate-method.ts';
export { duplicatePrecision } from './duplicate-method.ts';
export { drawnLinks, familyLinks } from './estimate-sql.ts';
export { excuseRefused } from './excused-sql.ts';
export { judgedTables } from './judged-sql.ts';
export type { LinkSource, OrderedSources } from './link-source.ts';
export { orderSources } from './link-source.ts';
export type { LoneCut, LoneTally } from './lone-pairs.ts';
export { createLoneTally } from './lone-pairs.ts';
export type { Estimates, ModelInput, PairType, SeriesFigures } from './model.ts';
export { estimate } from './model.ts';
export { nodeCounts, nodeTables } from './node-sql.ts';
export type { NodeUnits } from './node-units.ts';
export { nodeNumbers } from './node-units.ts';
export type { BlockPairs, BlockSize, SourceBlocks, SourceDemand } from './pair-budget.ts';
export {
  chooseCap,
  chooseCaps,
  heavySources,
  pairsUpTo,
  ruleBudget,
  sizesOf,
  totalBudget,
} from './pair-budget.ts';
export type { FoldedPairs, FoldRule } from './pair-fold.ts';
export { createPairFold, HIT_WORDS, hitTag, keepHits, keepPairs, ownOfTag, ruleOfTag } from './pair-fold.ts';
export type { ValueSlice } from './pair-sql.ts';
export {
  candidateTables,
  expectedValues,
  groupedNodes,
  isSharable,
  pairTables,
  rarityOf,
  sharableValues,
  tokenCounts,
  withdrawMany,
} from './pair-sql.ts';
export type { SlotRange } from './paired-node-sql.ts';
export {
  nodesAt,
  pairedNodes,
  pairedTable,
  pairsBetween,
  tagsOfNodes,
  wordsOfTags,
} from './paired-node-sql.ts';
export type { PatternCount } from './pattern.ts';
export { outcomesOf, SCORED } from './pattern.ts';
export {
  comparedInsert,
  comparedTable,
  linkTable,
  patternCounts,
  patternTables,
  weightInserts,
  weightTable,
} from './pattern-sql.ts';
export { highestNumber, keptNumbers, numberedLinks } from './person-id-sql.ts';
export { cascadeQuality, LARGE_PERSON, pairQuality, personQuality, sourceQuality } from './quality-sql.ts';
export type { RuleSpace, SpaceRule } from './rule-space.ts';
export { anchorBits, anchorsOf, attributeOf, ruleSpace } from './rule-space.ts';
export type { SecondLookPairs } from './second-look.ts';
export { secondLook } from './second-look.ts';
export {
  secondLookCounts,
  secondLookEnd,
  secondLookSizes,
  secondLookTables,
  secondLookWeights,
  type UnitSize,
} from './second-look-sql.ts';
export { pairTypesOf, seriesFigures } from './series.ts';
export type { ValueRange } from './shared-pairs.ts';
export { blocksOf, eachCommon, eachPair } from './shared-pairs.ts';
export type { NodeValues, SharedValues } from './shared-values.ts';
export { BYTES_OF_VALUE, createValueTable } from './shared-values.ts';
export type { NumberedSource, SourceContent } from './source-sql.ts';
export { emissionsOf, numberSources, sourceTables } from './source-sql.ts';
