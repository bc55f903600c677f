import type { Dimension } from './dimension.ts';
import type { Attacker } from './range.ts';

export type LatticeTable = { readonly name: string; readonly dims: readonly string[] };

/** Leaf combinations that can exist; all others are empty and public to be so. */
export type Structure = {
  readonly dims: readonly string[];
  /** Leaf codes, one row a combination, in the order of `dims`. */
  readonly offered: readonly (readonly string[])[];
};

/** What is public about a release before any figure: its tables, how their codes add up, and how counts are rounded. */
export type Lattice = {
  /** T: groups of 1 to T-1 persons must stay hidden. */
  readonly threshold: number;
  readonly dims: ReadonlyMap<string, Dimension>;
  readonly tables: readonly LatticeTable[];
  readonly structure: Structure | null;
  /** Shown counts are multiples of it, half up; 1 means exact. */
  readonly roundingBase: number;
  /** True where an empty cell is always shown, so that hidden means at least 1. */
  readonly areZerosOpen: boolean;
  readonly attacker: Attacker;
};

/** A cell as published: no value means hidden. */
export type PublishedCount = {
  readonly table: string;
  readonly key: Readonly<Record<string, string>>;
  readonly value: number | null;
  /** True where the figure is that of an earlier release, kept because few members changed. */
  readonly isCarried?: boolean;
};
