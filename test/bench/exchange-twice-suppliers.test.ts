import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEngine } from '@credlink/vault';
import { expect, test } from 'vitest';
import { countOwnGroups } from './exchange-twice-suppliers.ts';

/** One shown figure over 40 persons, the first `confirmed` of them confirmed, the last `others` supplied by a second body. */
async function lookAt(
  figure: { readonly measure: string; readonly unit: string },
  confirmed: number,
  others: number,
): Promise<readonly [number, number]> {
  const folder = await mkdtemp(join(tmpdir(), 'credlink-suppliers-'));
  const engine = await openEngine({ memoryLimit: '256MB', threads: 1, tempFolder: folder, folders: [] });
  try {
    await engine.run(`CREATE TEMP TABLE person AS SELECT range AS no FROM range(40)`);
    await engine.run(`CREATE TEMP TABLE shown AS SELECT 0 AS release, 7 AS population_set, '${figure.unit}' AS unit,
      'credential' || chr(10) || '${figure.measure}' || chr(10) || chr(10) || '{"cohort":"all","credential":"X"}' AS address`);
    await engine.run(
      'CREATE TEMP TABLE member AS SELECT 0 AS release, 7 AS set_no, no AS person_key FROM person',
    );
    await engine.run(
      `CREATE TEMP TABLE true_member AS SELECT 0 AS release, 7 AS set_no, 'P' || no AS truth FROM person`,
    );
    await engine.run(`CREATE TEMP TABLE key_owner AS
      SELECT 0 AS release, no AS person_key, CASE WHEN no < ${confirmed} THEN 2 ELSE 1 END AS owners FROM person`);
    await engine.run(`CREATE TEMP TABLE supplied AS SELECT 'P' || no AS truth, 'credential X' AS key,
      CASE WHEN no >= ${40 - others} THEN 'second' ELSE 'first' END AS organisation FROM person`);
    const { looked, violations } = await countOwnGroups(engine);
    return [looked, violations];
  } finally {
    await engine.close();
    await rm(folder, { recursive: true, force: true });
  }
}

test('29 confirmed persons of one supplier behind a share or a count of some are found, 30 are not', async () => {
  for (const figure of [
    { measure: 'linked', unit: 'count' },
    { measure: 'found_rate', unit: 'share' },
  ]) {
    expect(await lookAt(figure, 29, 9)).toEqual([1, 1]);
    expect(await lookAt(figure, 30, 9)).toEqual([1, 0]);
  }
});

test('where others supplied ten, and of everybody who holds it, ten confirmed persons are enough', async () => {
  expect(await lookAt({ measure: 'linked', unit: 'count' }, 10, 10)).toEqual([0, 0]);
  expect(await lookAt({ measure: 'holders', unit: 'count' }, 10, 0)).toEqual([0, 0]);
});
