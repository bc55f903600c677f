import type { DimensionTree } from './dimension-tree.ts';
import { type Group, groupName } from './group.ts';
import type { ProtectInput } from './input.ts';

/** A parent that is exactly the disjoint union of its children along one axis. Indices of groups. */
export type Relation = {
  readonly parent: number;
  readonly children: readonly number[];
  /** Dimension and tree, `dimension#place`; `within` where a part is inside by definition. */
  readonly axis: string;
};

export type Relations = {
  readonly relations: readonly Relation[];
  /** Groups for what a parent holds beyond its children, numbered after the named groups. */
  readonly rests: readonly Group[];
  readonly overlapping: number;
};

/**
 * Finds, for every group, dimension and tree, whether the group is the sum of its children there.
 *
 * What the members say decides. Children that share persons give no sum. Persons of the parent in no child make one
 * more, unnamed child that is never shown. An address with no cell is a public zero: nobody can be there. An attacker
 * who is less sure that a sum holds knows less than is assumed here.
 *
 * @throws {RangeError} when a child has members that its parent lacks in a dimension that must nest. Elsewhere (a year of
 * a person's second participation, whose total stands for the first) nothing adds up then.
 */
export function findRelations(
  groups: readonly Group[],
  trees: ReadonlyMap<string, DimensionTree>,
  { weights, vouched }: ProtectInput['atoms'],
): Relations {
  const families = collectFamilies(groups, trees);
  const relations: Relation[] = [];
  const rests: Group[] = [];
  let overlapping = 0;
  const seenIn = new Uint32Array(weights.length);
  let round = 0;
  for (const { parent, children, axis, mustNest } of families) {
    round += 1;
    const sum = addUp(children, seenIn, round);
    if (sum.isOverlapping) {
      overlapping += 1;
      continue;
    }
    const rest = parent.members.filter((atom) => seenIn[atom] !== round);
    if (sum.atoms + rest.length !== parent.members.length) {
      if (mustNest) throw new RangeError('a group has members that its total lacks');
      overlapping += 1;
      continue;
    }
    const indices = children.map(({ index }) => index);
    if (rest.length > 0) {
      const index = groups.length + rests.length;
      rests.push(restGroup(index, parent, rest, { weights, vouched }));
      indices.push(index);
    }
    relations.push({ parent: parent.index, children: indices, axis });
  }
  return { relations, rests, overlapping };
}

type Family = {
  readonly mustNest: boolean;
  readonly parent: Group;
  readonly children: Group[];
  readonly axis: string;
};

function collectFamilies(
  groups: readonly Group[],
  trees: ReadonlyMap<string, DimensionTree>,
): readonly Family[] {
  const byName = new Map(groups.map((group) => [group.name, group]));
  const families = new Map<string, Family>();
  for (const child of groups) {
    for (const [dimension, code] of Object.entries(child.address)) {
      const tree = trees.get(dimension);
      tree?.parents.forEach((parents, place) => {
        const above = parents.get(code);
        if (above === undefined) return;
        const { [dimension]: _, ...others } = child.address;
        const address = above === tree.total ? others : { ...others, [dimension]: above };
        const parent = byName.get(groupName(child.population, address));
        if (parent === undefined) return;
        const axis = `${dimension}#${place}`;
        const name = `${parent.name} ${axis}`;
        const family = families.get(name);
        if (family === undefined)
          families.set(name, { parent, children: [child], axis, mustNest: tree.mustNest });
        else family.children.push(child);
      });
    }
  }
  return [...families.keys()].sort().flatMap((name) => families.get(name) ?? []);
}

function addUp(
  children: readonly Group[],
  seenIn: Uint32Array,
  round: number,
): { readonly isOverlapping: boolean; readonly atoms: number } {
  let atoms = 0;
  for (const child of children) {
    for (const atom of child.members) {
      if (seenIn[atom] === round) return { isOverlapping: true, atoms };
      seenIn[atom] = round;
      atoms += 1;
    }
  }
  return { isOverlapping: false, atoms };
}

function countOver(atoms: Uint32Array, persons: Uint32Array): number {
  return atoms.reduce((sum, atom) => sum + (persons[atom] ?? 0), 0);
}

/** The group of what a parent holds beyond its children. */
export function restGroup(
  index: number,
  parent: Group,
  members: Uint32Array,
  { weights, vouched }: ProtectInput['atoms'],
): Group {
  return {
    index,
    name: `${parent.name} rest ${index}`,
    population: parent.population,
    address: parent.address,
    members,
    n: countOver(members, weights),
    vouched: countOver(members, vouched),
    priority: 0,
    isPublishable: false,
    suppliedByOthers: null,
  };
}
