import { canonicalJson } from './canonical-json.ts';

/**
 * One set of persons, whatever number of tables shows it. Groups after the first `named` of a lattice have no cell:
 * they are what a parent holds beyond all its children.
 */
export type Group = {
  readonly index: number;
  /** Population and the key without totals, as canonical JSON; sorts the groups. */
  readonly name: string;
  readonly population: string;
  /** Dimension -> code, totals left out. */
  readonly address: Readonly<Record<string, string>>;
  readonly members: Uint32Array;
  readonly n: number;
  /** Members who count towards a minimum. */
  readonly vouched: number;
  readonly priority: number;
  /** False when every cell of the group is a base for something else. */
  readonly isPublishable: boolean;
  /** Of a count of some of a cohort: persons whom the organisation that supplied most did not supply. Else null. */
  readonly suppliedByOthers: number | null;
};

/** The name under which a population's group at an address is known. */
export function groupName(population: string, address: Readonly<Record<string, string>>): string {
  return canonicalJson([population, address]);
}
