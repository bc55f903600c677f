import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const FILES = readdirSync(join(import.meta.dirname, '..', '..', 'migrations'));

/** Databases remember migrations by their whole name, so these two keep theirs (packages/store/src/migration-order.ts). */
const KNOWN_PAIR = ['0012-linkage-alarms.sql', '0012-release-lattice.sql'];

test('a migration has a number that no other has, and none is left out', () => {
  expect(FILES.filter((file) => !/^\d{4}-[a-z0-9]+(-[a-z0-9]+)*\.sql$/.test(file))).toEqual([]);
  const numbers = FILES.filter((file) => file !== KNOWN_PAIR[1])
    .map((file) => Number(file.slice(0, 4)))
    .sort((one, other) => one - other);
  expect(numbers).toEqual(numbers.map((_, place) => place + 1));
  expect(FILES).toEqual(expect.arrayContaining(KNOWN_PAIR));
});
