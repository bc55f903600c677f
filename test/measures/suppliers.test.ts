import { expect, test } from 'vitest';
import { computeTiny, course, holder, type TinyExchange } from './tiny-exchange.ts';

/** Of the group of everybody at an address: persons whom the organisation that supplied most did not supply. */
function suppliedByOthers({ computed }: TinyExchange, table: string, key: string, cohort: string): number {
  const found = computed.cells.find(
    (cell) =>
      cell.table === table && cell.isEverybody && Object.values(cell.key).join(' ') === `${key} ${cohort}`,
  );
  if (found === undefined) throw new RangeError('no such cell');
  return found.suppliedByOthers;
}

test('who supplied an award is told by the files it is in, not by who issues it', async () => {
  const exchange = await computeTiny({
    holders: [
      ...[1, 2, 3, 4].map((person) => holder(person, '2019-05-01')),
      ...[5, 6].map((person) => holder(person, '2020-05-01', { organisation: 'register' })),
      // Two files hold it: neither organisation lacks this person.
      holder(7, '2020-05-01'),
      holder(7, '2020-05-01', { organisation: 'register' }),
      // An old code of the same credential.
      holder(8, '2020-05-01', { organisation: 'register', credential_code: 'X-OLD' }),
      // The register knows person 1 by another credential alone.
      holder(1, '2020-05-01', { organisation: 'register', credential_code: 'Y' }),
    ],
  });
  expect(suppliedByOthers(exchange, 'credential', 'X', 'all')).toBe(3);
  expect(suppliedByOthers(exchange, 'credential', 'X', '2019')).toBe(0);
  expect(suppliedByOthers(exchange, 'credential', 'X', '2020')).toBe(0);
  expect(suppliedByOthers(exchange, 'issuer', 'body', 'all')).toBe(3);
  await exchange.close();
});

test('of a pathway, who supplied the studies counts', async () => {
  const exchange = await computeTiny({
    courses: [
      course(1, '2019-01-15', '2019-05-15'),
      course(2, '2019-01-15', '2019-05-15'),
      course(3, '2019-01-15', '2019-05-15', 'C1', { organisation: 'second-college' }),
    ],
  });
  expect(suppliedByOthers(exchange, 'pathway', 'PW', 'all_entry')).toBe(1);
  await exchange.close();
});
