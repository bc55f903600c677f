import { RELEASE_STATES } from '@credlink/contracts';
import { expect, test } from 'vitest';
import { nextReleaseState, type ReleaseEvent } from './release-state.ts';

const EVENTS: readonly ReleaseEvent[] = ['start', 'hold', 'publish', 'fail', 'withdraw'];

test('a release moves only along the arrows of the diagram', () => {
  const arrows = RELEASE_STATES.flatMap((state) =>
    EVENTS.map((event) => [state, event, nextReleaseState(state, event)] as const),
  ).filter(([, , next]) => next !== null);
  expect(arrows).toEqual([
    ['ordered', 'start', 'building'],
    ['ordered', 'fail', 'failed'],
    ['building', 'start', 'building'],
    ['building', 'hold', 'held'],
    ['building', 'publish', 'published'],
    ['building', 'fail', 'failed'],
    ['held', 'publish', 'published'],
    ['held', 'fail', 'failed'],
    ['held', 'withdraw', 'withdrawn'],
    ['published', 'withdraw', 'withdrawn'],
  ]);
});
