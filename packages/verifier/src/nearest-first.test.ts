import { expect, test } from 'vitest';
import { NearestFirst } from './nearest-first.ts';
import { RandomNumbers } from './random-numbers.ts';

test('are taken nearest first, as often as they were put, between puts too', () => {
  const random = new RandomNumbers(3);
  const queue = new NearestFirst();
  const waiting: { distance: number; item: number }[] = [];
  for (let turn = 0; turn < 2000; turn += 1) {
    if (random.next() < 0.6) {
      const put = { distance: Math.floor(20 * random.next()), item: turn };
      queue.put(put.distance, put.item);
      waiting.push(put);
      continue;
    }
    const taken = queue.take();
    const nearest = Math.min(...waiting.map(({ distance }) => distance));
    const place = waiting.findIndex(({ item }) => item === taken?.item);
    if (waiting.length === 0) expect(taken).toBeUndefined();
    else {
      expect(taken).toEqual(waiting[place]);
      expect(taken?.distance).toBe(nearest);
      waiting.splice(place, 1);
    }
  }
  expect(waiting.length).toBeGreaterThan(100);
});
