import { expect, test } from 'vitest';
import { decoyText } from './decoy-text.ts';

test('a contributor is told what was planted, and why it is less than was asked for', () => {
  expect(decoyText(0, 0)).toBeNull();
  expect(decoyText(300, 0)).toContain('none in files of fewer than 1000 persons');
  expect(decoyText(300, 300)).toBe('Planted 300 decoys: they have no facts and reach no figure.');
  expect(decoyText(300, 120)).toContain('Planted 120 decoys of the 300 asked for (at most one subject in 10');
  expect(decoyText(89, 89)).toContain('Fewer than 90');
  expect(decoyText(90, 90)).not.toContain('Fewer than 90');
});
