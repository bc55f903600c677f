import { RUN_STATES } from '@credlink/contracts';
import { expect, test } from 'vitest';
import { nextRunState, type RunEvent } from './run-state.ts';

const EVENTS: readonly RunEvent[] = ['start', 'finish', 'fail', 'cancel'];

test('a run moves only along the arrows of the diagram', () => {
  const arrows = RUN_STATES.flatMap((state) =>
    EVENTS.map((event) => [state, event, nextRunState(state, event)] as const),
  ).filter(([, , next]) => next !== null);
  expect(arrows).toEqual([
    ['ordered', 'start', 'linking'],
    ['ordered', 'fail', 'failed'],
    ['ordered', 'cancel', 'cancelled'],
    ['linking', 'start', 'linking'],
    ['linking', 'finish', 'linked'],
    ['linking', 'fail', 'failed'],
    ['linking', 'cancel', 'cancelled'],
  ]);
});
