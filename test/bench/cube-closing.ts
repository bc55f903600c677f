import type { CubePerson } from './cube-persons.ts';
import type { GeneratedSpec } from './cube-shape.ts';

/** Tables and persons of the quarter before the youngest cohort closed: neither its code nor its persons are in them. */
export function beforeClosing(
  spec: GeneratedSpec,
  persons: readonly CubePerson[],
): { readonly spec: GeneratedSpec; readonly persons: readonly CubePerson[] } {
  const { cohort, ...others } = spec.dims;
  const parents = { ...cohort?.parents };
  const youngest = Object.keys(parents)
    .sort()
    .filter((code) => code.startsWith('H'))
    .at(-1);
  if (cohort === undefined || youngest === undefined) throw new TypeError('tables without cohorts');
  delete parents[youngest];
  const used = new Set(Object.values(parents));
  const closed = Object.entries(parents).filter(([code]) => code.startsWith('H') || used.has(code));
  return {
    spec: { ...spec, dims: { ...others, cohort: { ...cohort, parents: Object.fromEntries(closed) } } },
    persons: persons.filter((person) => person.cohort !== youngest),
  };
}
