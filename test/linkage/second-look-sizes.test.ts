import { secondLookSizes } from '@credlink/linkage';
import { expect, it } from 'vitest';
import { withEngine } from './small-town.ts';

it('counts all pairs of two files of millions, more than an integer of 32 bits holds', async () => {
  await withEngine(async (engine) => {
    await engine.run('CREATE TEMP TABLE lk_node (nid INTEGER, unit INTEGER)');
    await engine.run('CREATE TEMP TABLE lk_sure (nid INTEGER, unit INTEGER)');
    await engine.run('INSERT INTO lk_node VALUES (1, 0), (2, 1)');
    await engine.run('INSERT INTO lk_sure VALUES (1, 1), (2, 0)');
    const units = [
      { unit: 0, series: 0, nodes: 1_000_000 },
      { unit: 1, series: 1, nodes: 10_000_000 },
    ];
    expect(await engine.rows(secondLookSizes(units, 2))).toEqual([
      { pair_type: 1, sure_nodes: 2, left_pairs: 999_999 * 9_999_999, pairs: 1e13 },
    ]);
  });
});
