import type { ShareEstimate } from '@credlink/linkage';
import type { DecoyQuality, LinkQuality, PairQuality } from './link-quality.ts';

/** Nothing below this is said of a run, and what is said is in steps of it. */
const STEP = 10;

/** Fewer links than this have no error rate: one link more would show in it. */
const LEAST_LINKS = 100;

/** Most that one link may change an estimate that is given in whole percent. */
const LARGEST_STEP = 0.01;

/** A count in whole tens, rounded down; null below ten. */
export function inTens(count: number): number | null {
  return count < STEP ? null : Math.floor(count / STEP) * STEP;
}

/**
 * Claim: the record of a run does not tell whether one person is known to the exchange. With exact counts a contributor
 * who sends one row, and learns how many of its subjects were linked, has asked about one person; so counts are in tens
 * and nothing is below ten, error rates are in whole percent and never of fewer than a hundred links or where one link
 * alone could change them by more than a percent, and what the model learned is in hundredths.
 *
 * Not claimed: that somebody who adds nine rows of people surely linked, and compares two runs, cannot see a step; the
 * record is for the steward alone.
 */
export function recordedQuality(quality: LinkQuality): Readonly<Record<string, unknown>> {
  const { model } = quality;
  return {
    subjects: inTens(quality.subjects),
    nodes: inTens(quality.nodes),
    persons: inTens(quality.persons),
    ambiguous: inTens(quality.ambiguous),
    largestPerson: inTens(quality.largestPerson),
    largePersons: inTens(quality.largePersons),
    model: {
      iterations: model.iterations,
      isConverged: model.isConverged,
      mergeRounds: model.mergeRounds,
      samePerson: inHundredths(model.samePerson),
      sameHousehold: inHundredths(model.sameHousehold),
    },
    pairs: quality.pairs.map(recordedPair),
    capped: quality.capped.map((rule) => ({
      ...rule,
      cappedValues: inTens(rule.cappedValues),
      cappedNodes: inTens(rule.cappedNodes),
    })),
    lone: quality.lone.map((rule) => ({ ...rule, leftOut: inTens(rule.leftOut) })),
    heavy: quality.heavy.map(({ uploadId, nodes, partners }) => ({
      uploadId,
      nodes: inTens(nodes),
      partners: inTens(partners),
    })),
    decoys: quality.decoys.map(recordedDecoys),
    sources: quality.sources.map(({ uploadId, subjects, linked }) => ({
      uploadId,
      subjects: inTens(subjects),
      linked: inTens(linked),
    })),
  };
}

/** An estimate that one link more or less could change by more than a step of a percent is not given. */
function steady<T extends { readonly step: number }, R>(
  estimate: T | null,
  shown: (estimate: T) => R,
): R | null {
  return estimate === null || estimate.step > LARGEST_STEP ? null : shown(estimate);
}

function recordedPair(pair: PairQuality): Readonly<Record<string, unknown>> {
  const rate = (share: number) => (pair.links < LEAST_LINKS ? null : Math.round(share * 100) / 100);
  return {
    left: pair.left,
    right: pair.right,
    candidates: inTens(pair.candidates),
    links: inTens(pair.links),
    sureLinks: inTens(pair.sureLinks),
    expectedLinks: inTens(pair.expectedLinks),
    posteriorFdr: rate(pair.posteriorFdr),
    keptFdr: rate(pair.keptFdr),
    posteriorFnr: rate(pair.posteriorFnr),
    duplicatePrecision: steady(pair.duplicates, ({ precision }) => rate(precision)),
    recapture:
      pair.links < LEAST_LINKS
        ? null
        : steady(pair.recapture, ({ recall, low, high }) => ({
            recall: rate(recall),
            low: rate(low),
            high: rate(high),
          })),
    cascade: pair.cascade.map(({ step, links, alsoByModel }) => ({
      step,
      links: inTens(links),
      alsoByModel: inTens(alsoByModel),
    })),
  };
}

/** Outwards to whole percent; the counts themselves stay in the linker. */
function recordedDecoys({ source, ...shares }: DecoyQuality): Readonly<Record<string, unknown>> {
  const shown = (share: ShareEstimate | null) =>
    share === null
      ? null
      : {
          estimate: Math.round(share.estimate * 100) / 100,
          low: Math.floor(share.low * 100) / 100,
          high: Math.ceil(share.high * 100) / 100,
        };
  return {
    source,
    false: shown(shares.false),
    household: shown(shares.household),
    missed: shown(shares.missed),
  };
}

function inHundredths(
  learned: Readonly<Record<string, readonly number[]>>,
): Readonly<Record<string, readonly number[]>> {
  return Object.fromEntries(
    Object.entries(learned).map(([name, values]) => [
      name,
      values.map((value) => Math.round(value * 100) / 100),
    ]),
  );
}
