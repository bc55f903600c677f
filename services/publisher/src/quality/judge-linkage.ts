import type { LinkageAlarm } from '@credlink/contracts';
import type { Policy } from '@credlink/disclosure';
import type { RecordedPair, RecordedQuality } from './recorded-pairs.ts';

/** Shares are recorded in hundredths: what differs by less than half of one is equal. */
const HALF_STEP = 0.005;

/** An estimate, at the end of its interval that speaks best for the linkage. */
type Finding = {
  readonly estimate: LinkageAlarm['estimate'];
  readonly share: number;
  readonly of: keyof Policy['linkage'];
};

/** Nothing is known of the links. */
const UNREADABLE: LinkageAlarm = {
  left: 'all',
  right: 'all',
  estimate: 'record_unreadable',
  share: null,
  limit: null,
};

function findingsOf({ keptFdr, posteriorFdr, posteriorFnr, recapture }: RecordedPair): readonly Finding[] {
  const wrong = keptFdr ?? posteriorFdr;
  return [
    ...(wrong === null ? [] : [{ estimate: 'posterior_false', share: wrong, of: 'largestFalse' } as const]),
    ...(posteriorFnr === null
      ? []
      : [{ estimate: 'posterior_missed', share: posteriorFnr, of: 'largestMissed' } as const]),
    ...(recapture == null
      ? []
      : [{ estimate: 'recapture_missed', share: 1 - recapture.high, of: 'largestMissed' } as const]),
  ];
}

function beyond(
  findings: readonly Finding[],
  limits: Policy['linkage'],
  sides: Pick<LinkageAlarm, 'left' | 'right'>,
): readonly LinkageAlarm[] {
  return findings.flatMap(({ estimate, share, of }) => {
    const limit = limits[of];
    return share < limit + HALF_STEP
      ? []
      : [{ ...sides, estimate, share: Math.round(share * 100) / 100, limit }];
  });
}

/**
 * Claim: no figure reaches readers by itself that rests on a linkage known to be poor. A release is held for a steward's
 * word when, between two sources, the share of links that are wrong or of pairs that were missed is estimated beyond the
 * limit of the policy by one of the estimates that need no truth. An estimate with an interval counts by its better end,
 * so that chance alone does not hold a release. Where the record of the run cannot be read nothing is known, and the
 * release is held.
 *
 * Links that persons did not take over reach no figure and hold nothing. The duplicate method holds nothing: where wrong links come in heaps, or a file has several records of one person, it
 * calls right links wrong. Pairs inside one source say nothing of what is published.
 *
 * Not claimed: that an error no estimate sees is seen. Two sources with fewer than a hundred links have no estimate
 * and hold nothing. Whoever has no SSN and no bridge is missed without a trace.
 */
export function judgeLinkage(
  recorded: RecordedQuality | null,
  limits: Policy['linkage'],
): readonly LinkageAlarm[] {
  if (recorded === null) return [UNREADABLE];
  const { pairs, decoys } = recorded;
  return [
    ...pairs
      .filter(({ left, right }) => left !== right)
      .flatMap((pair) => beyond(findingsOf(pair), limits, { left: pair.left, right: pair.right })),
    ...decoys.flatMap(({ source, false: wrong, missed }) =>
      beyond(
        [
          ...(wrong === null
            ? []
            : [{ estimate: 'decoys_false', share: wrong.low, of: 'largestFalse' } as const]),
          ...(missed === null
            ? []
            : [{ estimate: 'decoys_missed', share: missed.low, of: 'largestMissed' } as const]),
        ],
        limits,
        { left: source, right: 'all' },
      ),
    ),
  ];
}
