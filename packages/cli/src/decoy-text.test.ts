import type { SourceKind } from '@credlink/contracts';
import { expect, test } from 'vitest';
import { decoyText } from './decoy-text.ts';

const told = (asked: number, planted: number, people: number, kind: SourceKind = 'holders') =>
  decoyText(asked, {
    kind,
    subjects: people,
    ...(planted === 0 ? {} : { decoys: { count: planted, commitment: '0'.repeat(64) } }),
  });

test('a contributor is told what was planted, and why it is less than was asked for', () => {
  expect(told(0, 0, 5000)).toBeNull();
  expect(told(300, 300, 5000)).toBe('Planted 300 decoys: they have no facts and reach no figure.');
  expect(told(300, 120, 1205)).toContain(
    'Planted 120 decoys of the 300 asked for (at most one subject in 10 may be invented)',
  );
  expect(told(300, 250, 5000)).toContain(
    'Planted 250 decoys of the 300 asked for (too few of its records have the names',
  );
  expect(told(89, 89, 5000)).toContain('Fewer than 90');
  expect(told(90, 90, 5000)).not.toContain('Fewer than 90');
});

test.each<[string, number, SourceKind]>([
  ['none may be in a file of fewer than 1000 persons', 999, 'holders'],
  ['too few of its records have the names that one is made of', 5000, 'courses'],
  ['a file of employers has no persons', 0, 'employers'],
])('and why none was: %s', (why, people, kind) => {
  expect(told(100, 0, people, kind)).toBe(`No decoys were planted: ${why}.`);
});
