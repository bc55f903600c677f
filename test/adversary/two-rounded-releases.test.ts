import { type EarlierCell, type ProtectInput, protect, ROUNDED_POLICY } from '@credlink/disclosure';
import { expect, test } from 'vitest';
import { loadSolver } from '../../services/publisher/src/load-solver.ts';
import { attack, type Publisher, publish, QUARTERS } from './release-series.ts';

/**
 * Attack A8 over a series: somebody who keeps every rounded release asks of each carried figure whether the sums around it
 * prove that a few came to the group, or left it, since. On a publisher that keeps figures of which few persons changed,
 * and asks no more, the same attack must succeed: otherwise this test proves nothing.
 */
const solver = await loadSolver();
const together: Publisher = (input) => protect(input, solver).cells;

const carriesAlone: Publisher = (input) => {
  const kept = keptFigures(input);
  return together({ ...input, earlier: [] }).map((figure) => kept.get(figure.id) ?? figure);
};

/** By id of the cell: what the last release that computed it shows, where fewer than ten came or went since. */
function keptFigures({ cells, dimensions, earlier, policy }: ProtectInput) {
  const addressOf = (key: EarlierCell['key']) =>
    JSON.stringify(
      Object.entries(key)
        .filter(([name, code]) => dimensions[name]?.total !== code)
        .toSorted(),
    );
  const figures = earlier.flatMap(({ id: from, cells: then }) =>
    then.flatMap(({ key, shown, apart }) =>
      shown === null || apart >= policy.counts.minimum ? [] : [[addressOf(key), { shown, from }] as const],
    ),
  );
  const at = new Map(figures);
  return new Map(
    cells.flatMap(({ id, key }) => {
      const found = at.get(addressOf(key));
      if (found === undefined) return [];
      const { value, low, high } = found.shown;
      const outcome = { status: 'carried', value, low, high } as const;
      return [[id, { id, outcome, from: found.from }]];
    }),
  );
}

test('three rounded releases do not tell behind which carried figure a few came', async () => {
  const found = await attack(await publish(QUARTERS, ROUNDED_POLICY, together));
  expect(found).toHaveLength(8);
  expect(found.filter(([, result]) => result !== 'passed')).toEqual([]);
}, 240_000);

test('and do where figures are carried and no more is asked', async () => {
  const found = await attack(await publish(QUARTERS.slice(0, 2), ROUNDED_POLICY, carriesAlone));
  expect(found.filter(([, result]) => result === 'failed').map(([id]) => id)).toContain('B9-both');
}, 240_000);
