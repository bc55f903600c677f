import type { CheckedCells } from './check-input.ts';
import type { Group } from './group.ts';
import type { InputShare, ProtectInput } from './input.ts';
import { type Relation, restGroup } from './relations.ts';

/** One group inside another by what the two are, as every reader knows. Indices of groups. */
export type Inclusion = { readonly inner: number; readonly outer: number };

/** Cells within others, and numerators within their denominators, whether shown or not. */
export function findInclusions(
  cells: CheckedCells,
  shares: readonly InputShare[],
  groupOfCell: ReadonlyMap<string, number>,
): readonly Inclusion[] {
  const pairs = [
    ...[...cells.values()].flatMap(({ id, within }) => (within === undefined ? [] : [[id, within]])),
    ...shares.map(({ numerator, denominator }) => [numerator, denominator]),
  ];
  const found = new Map<string, Inclusion>();
  for (const [id = '', around = ''] of pairs) {
    const [inner, outer] = [groupOfCell.get(id), groupOfCell.get(around)];
    if (inner !== undefined && outer !== undefined && inner !== outer)
      found.set(`${outer} ${inner}`, { inner, outer });
  }
  return [...found.values()].sort((a, b) => a.outer - b.outer || a.inner - b.inner);
}

/**
 * Claim: a reader takes a part for no larger than its whole, so the two are tied by a sum: the whole is the part and a
 * rest that no cell holds. Without it a hidden whole seems to be free to fall below a shown part of it. The rest stays
 * a group of its own where nobody is in it, for that is a secret: the part is not known to be all.
 *
 * @param groups all that have an index so far; rests are numbered after them
 * @param known sums that say already that a child is inside its parent
 * @throws {RangeError} when groups are inside each other
 */
export function splitByInclusions(
  inclusions: readonly Inclusion[],
  groups: readonly Group[],
  known: readonly Relation[],
  atoms: ProtectInput['atoms'],
): { readonly relations: readonly Relation[]; readonly rests: readonly Group[] } {
  const told = new Set(
    known.flatMap(({ parent, children }) => children.map((child) => `${parent} ${child}`)),
  );
  const asked = new Set(inclusions.map(({ inner, outer }) => `${outer} ${inner}`));
  const relations: Relation[] = [];
  const rests: Group[] = [];
  for (const { inner, outer } of inclusions) {
    const [part, whole] = [groups[inner], groups[outer]];
    if (part === undefined || whole === undefined || told.has(`${outer} ${inner}`)) continue;
    if (asked.has(`${inner} ${outer}`)) throw new RangeError('two groups are inside each other');
    const inside = new Set(part.members);
    const left = whole.members.filter((atom) => !inside.has(atom));
    const rest = groups.length + rests.length;
    // Those whom no other record confirms are most of the rest of the linked: it is judged by its persons.
    rests.push(restGroup(rest, whole, left, { weights: atoms.weights, vouched: atoms.weights }));
    relations.push({ parent: outer, children: [inner, rest], axis: 'within' });
  }
  return { relations, rests };
}
