import type { RunState } from '@credlink/contracts';

/**
 * The life of a run.
 *
 *     ordered --start--> linking --finish--> linked
 *        |                 |  |
 *        |                 |  +--fail--> failed
 *        +-----cancel------+--cancel---> cancelled
 *
 * A linker that died leaves `linking`; taking the run up again is the event `start` once more.
 */
export type RunEvent = 'start' | 'finish' | 'fail' | 'cancel';

const TRANSITIONS: Readonly<Record<RunState, Readonly<Partial<Record<RunEvent, RunState>>>>> = {
  ordered: { start: 'linking', fail: 'failed', cancel: 'cancelled' },
  linking: { start: 'linking', finish: 'linked', fail: 'failed', cancel: 'cancelled' },
  linked: {},
  failed: {},
  cancelled: {},
};

/** The state after an event, or null where the state forbids it. */
export function nextRunState(state: RunState, event: RunEvent): RunState | null {
  return TRANSITIONS[state][event] ?? null;
}

/** The states from which an event may happen: the guard of the UPDATE that makes it happen. */
export function runStatesBefore(event: RunEvent): readonly RunState[] {
  return (Object.keys(TRANSITIONS) as RunState[]).filter((state) => event in TRANSITIONS[state]);
}
