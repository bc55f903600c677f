import type { ReleaseState } from '@credlink/contracts';

/**
 * The life of a release.
 *
 *     ordered --start--> building --publish--> published --withdraw--> withdrawn
 *        |                |  |  |                  ^                       ^
 *        |                |  |  +--hold--> held --publish--+               |
 *        |                |  |             |  |                            |
 *        |                |  |             |  +----------withdraw----------+
 *        +------fail------+--fail--+-fail--+
 *                                  |
 *                                  +--> failed
 *
 * A publisher that died leaves `building`; taking the release up again is the event `start` once more. An order
 * that was never built has nothing to withdraw.
 */
export type ReleaseEvent = 'start' | 'hold' | 'publish' | 'fail' | 'withdraw';

const TRANSITIONS: Readonly<Record<ReleaseState, Readonly<Partial<Record<ReleaseEvent, ReleaseState>>>>> = {
  ordered: { start: 'building', fail: 'failed' },
  building: { start: 'building', hold: 'held', publish: 'published', fail: 'failed' },
  held: { publish: 'published', fail: 'failed', withdraw: 'withdrawn' },
  published: { withdraw: 'withdrawn' },
  withdrawn: {},
  failed: {},
};

/** The state after an event, or null where the state forbids it. */
export function nextReleaseState(state: ReleaseState, event: ReleaseEvent): ReleaseState | null {
  return TRANSITIONS[state][event] ?? null;
}

/** The states from which an event may happen: the guard of the UPDATE that makes it happen. */
export function releaseStatesBefore(event: ReleaseEvent): readonly ReleaseState[] {
  return (Object.keys(TRANSITIONS) as ReleaseState[]).filter((state) => event in TRANSITIONS[state]);
}
