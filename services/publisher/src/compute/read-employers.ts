import { employerPersons } from '@credlink/measures';
import type { EmployerPersons, Engine } from './computed-cells.ts';

/** Who pays fewer persons of the whole release than a shown count has cannot know all of a group but a few. */
const LEAST_PERSONS = 10;

/** Each is one more reader whose view of all tables is repeated. */
const MOST_EMPLOYERS = 100;

/** The large employers of the computed cells, see `employerPersons`. */
export async function readEmployers(engine: Engine): Promise<readonly EmployerPersons[]> {
  const lists = new Map<number, { atoms: number[]; persons: number[] }>();
  for (const row of await engine.rows(employerPersons(LEAST_PERSONS, MOST_EMPLOYERS))) {
    const list = lists.get(Number(row.place)) ?? { atoms: [], persons: [] };
    lists.set(Number(row.place), list);
    list.atoms.push(Number(row.atom_no));
    list.persons.push(Number(row.persons));
  }
  return [...lists.values()].map(({ atoms, persons }) => ({
    atoms: Uint32Array.from(atoms),
    persons: Uint32Array.from(persons),
  }));
}
