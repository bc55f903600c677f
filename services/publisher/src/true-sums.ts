import type { LatticeGroup, LatticeSection } from '@credlink/contracts';
import type { ComputedCells } from './compute/computed-cells.ts';

/**
 * Sections of a lattice document whose stated sums hold: where a total has persons of no closed cohort (a source dates
 * an award before its own coverage), the key states no closed cohort, and a reader reckons with others in the total.
 * This is the one thing in the document that depends on records. It says of a key that some date is outside; disclosure
 * control reckons with readers who know such things.
 */
export function withTrueSums(
  sections: readonly LatticeSection[],
  computed: Pick<ComputedCells, 'cells' | 'figures'>,
): LatticeSection[] {
  const persons = personsByAddress(computed);
  return sections.map((section) => {
    if (!section.isPartition) return section;
    const groups = groupsOf(section);
    return {
      ...section,
      keys: section.keys.map((key) => {
        const { code, closed } = key;
        const holds = groups.every((group) => {
          const at = (cohort: string): number | undefined =>
            persons.get(addressOf(group, section.keyDimension, code, cohort));
          const total = at(section.total);
          const parts = closed.map(at);
          if (total === undefined || parts.length === 0 || parts.includes(undefined)) return true;
          return total === parts.reduce((sum: number, part) => sum + (part ?? 0), 0);
        });
        return { ...key, closed: holds ? closed : [] };
      }),
    };
  });
}

function personsByAddress({
  cells,
  figures,
}: Pick<ComputedCells, 'cells' | 'figures'>): ReadonlyMap<string, number> {
  const open = figures.filter(({ calendar }) => calendar === 'open');
  const used = new Set(open.flatMap(({ population, numerator }) => [population, numerator]));
  return new Map(
    cells
      .filter(({ id }) => used.has(id))
      .map(({ population, key, persons }) => [addressText(population, key), persons]),
  );
}

function groupsOf({ figures }: LatticeSection): readonly LatticeGroup[] {
  const groups = figures.flatMap(({ group, numerator }) =>
    numerator === null ? [group] : [group, numerator],
  );
  return [...new Map(groups.map((group) => [JSON.stringify(group), group])).values()];
}

function addressOf(
  { population, sector }: LatticeGroup,
  keyDimension: string,
  code: string,
  cohort: string,
): string {
  return addressText(population, {
    [keyDimension]: code,
    ...(sector === null ? {} : { sector }),
    cohort,
  });
}

function addressText(population: string, key: Readonly<Record<string, string>>): string {
  return JSON.stringify([population, Object.entries(key).sort(([a], [b]) => (a < b ? -1 : 1))]);
}
