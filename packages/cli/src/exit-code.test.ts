import { AppError, rejected } from '@credlink/contracts';
import { expect, test } from 'vitest';
import { errorDocument, errorText } from './error-text.ts';
import { EXIT_CODES, EXIT_CODES_HELP, exitCodeOf } from './exit-code.ts';

test('the help explains every exit code, and no other', () => {
  const explained = [...EXIT_CODES_HELP.matchAll(/^ {2}(\d+) /gm)].map(([, code]) => Number(code));
  expect(explained).toEqual(Object.values(EXIT_CODES));
});

test('a script tells a release that is held from one that was refused', () => {
  const held = rejected('release_held', 'release R was built and is held', { release: 'R' });
  expect(exitCodeOf(held)).toBe(7);
  expect(exitCodeOf(rejected('release_state_forbids', 'release R is withdrawn'))).toBe(3);
  expect(errorText(held)).toMatch(/^release_held: .* is held\. .*--publish-held.*credlink release publish/);
  expect(errorDocument(held)).toMatchObject({ error: { code: 'release_held', detail: { release: 'R' } } });
});

test('what is no refusal is a fault', () => {
  expect(exitCodeOf(new Error('x'))).toBe(1);
  expect(exitCodeOf(new AppError('transient', 'service_unavailable', 'x'))).toBe(5);
});
