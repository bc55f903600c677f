import { excuseRefused, SCORED } from '@credlink/linkage';
import { expect, test } from 'vitest';
import { withEngine } from './small-town.ts';

const REFUSED = -60;

/** Values of an attribute in a pattern. */
const OUTCOME_VALUES = 16;

/**
 * As many people as a worker has other lines, all under one SSN; one line of his contradicts all of them, and the others
 * go with each. How many of the refused pairs stay refused.
 */
async function refusedAfter(lines: number): Promise<number> {
  return withEngine(async (engine) => {
    // The people, the line that contradicts them all, and other lines of its worker that go with each of them.
    await engine.run(`CREATE TEMP TABLE lk_node AS
SELECT n::INTEGER AS nid, (n >= ${lines})::INTEGER AS series FROM range(${2 * lines + 1}) AS r(n)`);
    const pattern = OUTCOME_VALUES ** SCORED.indexOf('ssn') + OUTCOME_VALUES ** SCORED.indexOf('given');
    await engine.run(
      `CREATE TEMP TABLE lk_combo AS SELECT 1::INTEGER AS combo, ${pattern}::BIGINT AS pattern`,
    );
    await engine.run(`CREATE TEMP TABLE lk_link AS SELECT x.nid AS a, y.nid AS b, 1 AS pair_type, 0.5::DOUBLE AS posterior,
  CASE WHEN x.nid < ${lines} AND y.nid = ${lines} THEN ${REFUSED} ELSE 3 END::DOUBLE AS weight, 1::INTEGER AS combo
FROM lk_node x JOIN lk_node y ON x.nid < y.nid AND y.nid >= ${lines} AND x.nid <= ${lines}`);
    for (const statement of excuseRefused()) await engine.run(statement);
    return Number(await engine.scalar(`SELECT count(*) FROM lk_link WHERE weight = ${REFUSED}`));
  });
}

test('lines of a worker speak for one another up to 32 others, so that what is looked at grows with the pairs', async () => {
  expect(await refusedAfter(32)).toBe(0);
  expect(await refusedAfter(33)).toBe(33);
});
