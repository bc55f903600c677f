import {
  applyMerges,
  cascadeQuality,
  clusterTables,
  edgeTable,
  judgedTables,
  type LinkSource,
  mergeRound,
  type OrderedSources,
  orderSources,
  type PairType,
  pairQuality,
  personQuality,
  personTables,
  type RuleSpace,
  ruleSpace,
  sourceQuality,
} from '@credlink/linkage';
import { MOST_HELD_BYTES } from './held-bytes.ts';
import { type LinkEngine, numberIn, runAll } from './link-engine.ts';
import type { LinkProgress } from './link-progress.ts';
import type { LinkQuality, PairQuality } from './link-quality.ts';
import { readEstimates } from './read-estimates.ts';
import { type ScoredPairs, scorePairs } from './score-pairs.ts';

export type LinkedUploads = {
  /** Temporary table (upload_id UUID, subject_id UBIGINT, person_id UBIGINT, posterior DOUBLE). */
  readonly linksTable: string;
  readonly quality: LinkQuality;
};

/** Average linkage halves the open clusters of a person every round; more rounds than this are a fault. */
const MOST_ROUNDS = 1000;

/**
 * Resolves the subjects of all sources into persons. Works in temporary tables `lk_*` of the engine's connection, sets
 * only; what leaves the engine are counts by agreement pattern, and to be compared values, hits and tags. Neither the order of the sources nor the
 * random subject ids decide anything but ties between indistinguishable records.
 *
 * @param heldBytes of values of one rule, of hits, and then of evidence tags, held at once beside the memory of the
 *   engine; less costs time, not accuracy
 * @throws the engine's errors; the signal's reason when it is aborted between two statements.
 */
export async function linkUploads(
  engine: LinkEngine,
  sources: readonly LinkSource[],
  onProgress: (progress: LinkProgress) => void,
  signal: AbortSignal,
  heldBytes = MOST_HELD_BYTES,
): Promise<LinkedUploads> {
  const ordered = orderSources(sources);
  const space = ruleSpace(ordered.sources.map((source) => source.pack));
  const scored = await scorePairs(engine, ordered, space, heldBytes, onProgress, signal);
  const mergeRounds = await assignPersons(engine, space, scored.pairTypes, onProgress, signal);
  return {
    linksTable: 'lk_person',
    quality: await readQuality(engine, ordered, space, scored, mergeRounds, signal),
  };
}

/** Fills `lk_person` from `lk_link`; returns the rounds it took. */
async function assignPersons(
  engine: LinkEngine,
  space: RuleSpace,
  pairTypes: readonly PairType[],
  onProgress: (progress: LinkProgress) => void,
  signal: AbortSignal,
): Promise<number> {
  await runAll(engine, clusterTables(space), signal);
  const first = pairTypes.filter(({ meetsBySsnOnly }) => !meetsBySsnOnly);
  const phases = [first, pairTypes].filter(
    (types, index) => types.length > 0 && (index === 0 || types.length > first.length),
  );
  let rounds = 0;
  for (const types of phases) {
    await runAll(engine, [edgeTable(types.map(({ pairType }) => pairType))], signal);
    for (let merges = 1; merges > 0; rounds += 1) {
      if (rounds > MOST_ROUNDS) throw new RangeError('persons do not settle');
      onProgress({ step: 'persons', done: rounds, total: rounds + 1 });
      await runAll(engine, mergeRound(), signal);
      const [row] = await engine.rows('SELECT count(*) AS merges FROM lk_merge');
      merges = numberIn(row, 'merges');
      if (merges > 0) await runAll(engine, applyMerges(), signal);
    }
  }
  await runAll(engine, personTables(), signal);
  return rounds;
}

async function readQuality(
  engine: LinkEngine,
  ordered: OrderedSources,
  space: RuleSpace,
  { estimates, capped, lone, heavy, sources, nodes, nodesByUnit }: ScoredPairs,
  mergeRounds: number,
  signal: AbortSignal,
): Promise<LinkQuality> {
  await runAll(engine, judgedTables(), signal);
  const [persons] = await engine.rows(personQuality());
  const cascade = await engine.rows(cascadeQuality());
  const estimatesOf = await readEstimates(engine, space, nodesByUnit, ordered.series.length);
  const name = (index: number) => ordered.series[index] ?? '';
  const pairs = (await engine.rows(pairQuality())).map((row): PairQuality => {
    const pairType = numberIn(row, 'pair_type');
    const links = numberIn(row, 'links');
    const expectedLinks = numberIn(row, 'expected_links');
    const among = numberIn(row, 'expected_among_links');
    const keptLinks = numberIn(row, 'kept_links');
    return {
      left: name(Math.floor(pairType / ordered.series.length)),
      right: name(pairType % ordered.series.length),
      candidates: numberIn(row, 'candidates'),
      links,
      sureLinks: numberIn(row, 'sure_links'),
      expectedLinks,
      posteriorFdr: links === 0 ? 0 : 1 - among / links,
      keptFdr: keptLinks === 0 ? 0 : numberIn(row, 'expected_kept_wrong') / keptLinks,
      posteriorFnr: expectedLinks === 0 ? 0 : numberIn(row, 'expected_missed') / expectedLinks,
      ...estimatesOf(pairType),
      cascade: cascade
        .filter((step) => numberIn(step, 'pair_type') === pairType)
        .map((step) => ({
          step: numberIn(step, 'step'),
          links: numberIn(step, 'links'),
          alsoByModel: numberIn(step, 'also_by_model'),
        })),
    };
  });
  const perSource = await engine.rows(sourceQuality());
  return {
    subjects: sources.reduce((sum, { content }) => sum + content.subjects, 0),
    nodes,
    persons: nodes - numberIn(persons, 'nodes') + numberIn(persons, 'persons'),
    ambiguous: numberIn(persons, 'ambiguous'),
    largestPerson: Math.max(Math.min(1, nodes), numberIn(persons, 'largest')),
    largePersons: numberIn(persons, 'large_persons'),
    model: {
      iterations: estimates.iterations,
      isConverged: estimates.isConverged,
      mergeRounds,
      samePerson: estimates.samePerson,
      sameHousehold: estimates.sameHousehold,
    },
    pairs,
    capped,
    lone,
    heavy,
    decoys: [],
    sources: sources.map(({ uploadId, index, content }) => {
      const row = perSource.find((candidate) => numberIn(candidate, 'source') === index);
      return {
        uploadId,
        subjects: content.subjects,
        linked: row === undefined ? 0 : numberIn(row, 'linked'),
      };
    }),
  };
}
