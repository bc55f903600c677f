import { AppError } from '@credlink/contracts';
import { expect, expectTypeOf, test } from 'vitest';
import { bindEvents, createLogger } from './logger.ts';

const CATALOGUE = {
  thingStored: { level: 'info', fields: { thingId: 'id', rows: 'count' } },
  thingFailed: { level: 'error', fields: { thingId: 'id' } },
  thingSeen: { level: 'debug', fields: {} },
} as const;

function capture() {
  const lines: string[] = [];
  const logger = createLogger({
    name: 'test',
    level: 'info',
    destination: { write: (line) => void lines.push(line) },
  });
  return {
    events: bindEvents(logger, CATALOGUE),
    lines,
    parsed: () => lines.map((line) => JSON.parse(line)),
  };
}

test('an event is one JSON line with its own fields and no other', () => {
  const { events, parsed } = capture();
  events.thingStored({ thingId: 'a-1', rows: 12 });
  events.thingSeen({});
  expect(parsed()).toEqual([
    {
      time: expect.any(String),
      level: 'info',
      service: 'test',
      event: 'thingStored',
      thingId: 'a-1',
      rows: 12,
    },
  ]);
});

test('a field that is not catalogued, or not of its kind, never reaches a line', () => {
  const { events, lines } = capture();
  const smuggled = { thingId: 'John Smith', rows: Number.NaN, ssn: '123-45-6789' };
  events.thingStored(smuggled);
  expect(lines.join('')).not.toMatch(/John|6789/);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ thingId: '[withheld]', rows: '[withheld]' });
  expectTypeOf(events.thingStored)
    .parameter(0)
    .toEqualTypeOf<{ readonly thingId: string; readonly rows: number }>();
});

test('of an error, our own static message is shown, and of a foreign one only its name, code and frames', () => {
  const { events, lines, parsed } = capture();
  const foreign = Object.assign(new Error('Key (ssn)=(123-45-6789) already exists'), { code: '23505' });
  events.thingFailed(
    { thingId: 'a-1' },
    new AppError('fault', 'fault', 'the row exists', { cause: foreign }),
  );
  expect(lines.join('')).not.toContain('6789');
  expect(parsed()[0].error).toMatchObject({
    name: 'AppError',
    kind: 'fault',
    message: 'the row exists',
    cause: { name: 'Error', code: '23505', message: '' },
  });
  expect(parsed()[0].error.cause.frames.length).toBeGreaterThan(0);
});
