import { KINDS_WITHOUT_PERSONS, type SourceKind } from '@credlink/contracts';
import type { Engine } from '@credlink/vault';

/** Table `person_blur` of everybody in some source: seeds as good as secret ones, the same in every run. */
export async function seedBlur(engine: Engine, kinds: readonly SourceKind[]): Promise<void> {
  const persons = kinds
    .filter((kind) => !KINDS_WITHOUT_PERSONS.includes(kind))
    .map((kind) => `SELECT person_id FROM ${kind}`);
  await engine.run(`CREATE TEMP TABLE person_blur AS
SELECT DISTINCT person_id, sha256('seed ' || person_id) AS seed FROM (${persons.join(' UNION ALL ')})`);
}
