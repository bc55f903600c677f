import type { SourceKind } from '@credlink/contracts';
import type { Engine } from '@credlink/vault';

/** Nobody is counted for being in one of these. */
const KINDS_WITHOUT_MEMBERS: readonly SourceKind[] = ['employers', 'register', 'wages'];

/** Table `person_blur` of everybody who may be counted: seeds as good as secret ones, the same in every run. */
export async function seedBlur(engine: Engine, kinds: readonly SourceKind[]): Promise<void> {
  const persons = kinds
    .filter((kind) => !KINDS_WITHOUT_MEMBERS.includes(kind))
    .map((kind) => `SELECT person_id FROM ${kind}`);
  await engine.run(`CREATE TEMP TABLE person_blur AS
SELECT DISTINCT person_id, substr(sha256('seed ' || person_id), 1, 32) AS seed FROM (${persons.join(' UNION ALL ')})`);
}
