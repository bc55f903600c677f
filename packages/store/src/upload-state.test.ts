import { UPLOAD_STATES } from '@credlink/contracts';
import { expect, test } from 'vitest';
import { nextUploadState, type UploadEvent, uploadStatesBefore } from './upload-state.ts';

const EVENTS: readonly UploadEvent[] = ['commit', 'accept', 'refuse', 'supersede', 'withdraw'];

test('an upload moves only along the arrows of the diagram', () => {
  const arrows = UPLOAD_STATES.flatMap((state) =>
    EVENTS.map((event) => [state, event, nextUploadState(state, event)] as const),
  ).filter(([, , next]) => next !== null);
  expect(arrows).toEqual([
    ['receiving', 'commit', 'validating'],
    ['receiving', 'withdraw', 'withdrawn'],
    ['validating', 'accept', 'committed'],
    ['validating', 'refuse', 'refused'],
    ['validating', 'withdraw', 'withdrawn'],
    ['committed', 'supersede', 'superseded'],
    ['committed', 'withdraw', 'withdrawn'],
    ['superseded', 'withdraw', 'withdrawn'],
  ]);
});

test('the guard of an event names exactly the states that allow it', () => {
  expect(uploadStatesBefore('withdraw')).toEqual(['receiving', 'validating', 'committed', 'superseded']);
  expect(uploadStatesBefore('accept')).toEqual(['validating']);
});
