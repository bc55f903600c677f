import type { Engine } from '@credlink/vault';

/** What is done to the tokens of a file before they are sent. */
export type Lever = {
  readonly name: string;
  /** A token that more records of the file share is not sent; null sends all. */
  readonly cap: number | null;
  /**
   * Random tokens that join nothing. `sent`: every rule of a record that sends any is filled up to a class;
   * `present`: also those whose tokens were all held back, so that what the cap took cannot be seen.
   */
  readonly padding: 'none' | 'sent' | 'present';
};

export const LEVERS: readonly Lever[] = [
  { name: 'none', cap: null, padding: 'none' },
  { name: 'padded', cap: null, padding: 'sent' },
  { name: 'cap 8', cap: 8, padding: 'none' },
  { name: 'cap 4', cap: 4, padding: 'none' },
  { name: 'cap 2', cap: 2, padding: 'none' },
  { name: 'cap 1', cap: 1, padding: 'none' },
  { name: 'cap 1, padded', cap: 1, padding: 'sent' },
  { name: 'cap 2, all padded', cap: 2, padding: 'present' },
  { name: 'cap 1, all padded', cap: 1, padding: 'present' },
];

/** Tokens of one rule of one record are filled up to the next of these. */
const CLASSES = 'CASE WHEN n <= 1 THEN 1 WHEN n <= 4 THEN 4 ELSE 16 END';

/** Applies a lever to table `name` (record, rule, token). `salt` keeps the random tokens of two files apart. */
export async function applyLever(engine: Engine, name: string, lever: Lever, salt: string): Promise<void> {
  const { cap, padding } = lever;
  const slots = `CREATE OR REPLACE TEMP TABLE attack_slot AS SELECT record, rule, count(*) AS n FROM ${name} GROUP BY ALL`;
  if (padding === 'present') await engine.run(slots);
  if (cap !== null) {
    await engine.run(
      `DELETE FROM ${name} WHERE token IN (SELECT token FROM ${name} GROUP BY token HAVING count(*) > ${cap})`,
    );
  }
  if (padding === 'sent') await engine.run(slots);
  if (padding === 'none') return;
  await engine.run(`INSERT INTO ${name}
    SELECT record, rule, md5('${salt}/' || record || '/' || rule || '/' || place)::UUID
    FROM (
      SELECT record, rule, unnest(range(${CLASSES} - coalesce(sent, 0))) AS place
      FROM attack_slot LEFT JOIN (SELECT record, rule, count(*) AS sent FROM ${name} GROUP BY ALL) USING (record, rule))`);
}
