import type { PublishedCell } from '@credlink/contracts';
import { type Address, nameOf } from './address.ts';
import type { CubeWorld } from './cube-world.ts';

/** What the reader of a cube knows of one address. */
export type Known = { readonly low: number; readonly high: number; readonly isShown: boolean };

/** A downloaded cube as somebody works with it who knows how its codes add up. */
export type PublishedLattice = {
  readonly addresses: readonly Address[];
  known(address: Address): Known;
  /** The cells one step below an address in one dimension that add up to it, once for each grouping. */
  families(address: Address): readonly (readonly Address[])[];
  /** Whether everybody of the first is in the second by what their codes say. */
  isInside(inner: Address, outer: Address): boolean;
};

/** Of an address that is hidden. */
export const NOTHING: Known = { low: 0, high: Number.POSITIVE_INFINITY, isShown: false };

/** Downloads a cube and arranges it. */
export async function publishedLattice({ reader, spec, threshold }: CubeWorld): Promise<PublishedLattice> {
  const { cells } = await reader.download();
  const known = new Map(cells.map((cell) => [nameOf(cell), knownOf(cell, threshold)]));
  const treesOf = (dim: string) => {
    const { parents, hierarchies } = spec.dims[dim] ?? { total: '' };
    return hierarchies ?? [parents ?? {}];
  };
  const families: PublishedLattice['families'] = ({ table, key }) =>
    Object.entries(key).flatMap(([dim, code]) =>
      treesOf(dim).flatMap((tree) => {
        const children = Object.keys(tree).filter((child) => tree[child] === code);
        const family = children.map((child) => ({ table, key: { ...key, [dim]: child } }));
        // Addresses that nobody can have are not published; they add nothing.
        const possible = family.filter((address) => known.has(nameOf(address)));
        return possible.length > 0 ? [possible] : [];
      }),
    );
  const isBelow = (dim: string, inner: string, outer: string): boolean =>
    inner === outer ||
    outer === spec.dims[dim]?.total ||
    treesOf(dim).some((tree) => {
      for (let at = tree[inner]; at !== undefined; at = tree[at]) if (at === outer) return true;
      return false;
    });
  return {
    addresses: cells.map(({ table, key }) => ({ table, key })),
    known: (address) => known.get(nameOf(address)) ?? NOTHING,
    families,
    isInside: (inner, outer) =>
      Object.entries(outer.key).every(([dim, code]) =>
        isBelow(dim, inner.key[dim] ?? spec.dims[dim]?.total ?? '', code),
      ),
  };
}

function knownOf({ value, low, high }: PublishedCell, threshold: number): Known {
  if (value === null || low === null || high === null) return NOTHING;
  return { low: Math.max(low, threshold), high, isShown: true };
}
