import { expect, test } from 'vitest';
import { queueUrl } from './queue-url.ts';

test.each([
  ['redis://:secret@127.0.0.1:6379', 'redis'],
  ['rediss://cache.example.org', 'redis'],
  ['postgres://credlink_queue:secret@127.0.0.1/credlink', 'postgres'],
  ['postgresql://127.0.0.1/credlink', 'postgres'],
])('%s is a queue on %s', (text, kind) => {
  const backend = queueUrl().parse(text);
  expect(backend.kind).toBe(kind);
  expect(backend.url.reveal()).toBe(text);
  expect(JSON.stringify(backend)).not.toContain('secret@');
});

test.each(['http://127.0.0.1', 'redis', ''])('%s is no queue', (text) => {
  expect(queueUrl().safeParse(text).success).toBe(false);
});
