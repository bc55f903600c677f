import { expect, test } from 'vitest';
import { besideEarlier } from '../../../test/support/beside-earlier.ts';
import { checkInput } from './check-input.ts';
import { buildCountSystem } from './count-system.ts';
import { buildLattice } from './lattice.ts';
import { ROUNDED_POLICY } from './policy.ts';
import { hiddenQuantities } from './suppress-rounded.ts';

test('a count shown before of the very same persons is told: hiding its figure now asks for no range', () => {
  const then = { n: 20, shown: true };
  const beside = besideEarlier(
    { same: 20, more: 23, fresh: 4 },
    { all: ['same', 'more', 'fresh'] },
    { same: { ...then, apart: 0 }, more: { ...then, apart: 3 } },
  );
  const input = { ...beside, policy: ROUNDED_POLICY };
  const lattice = buildLattice(checkInput(input), input);
  const nothing = lattice.groups.map(() => false);
  const hidden = hiddenQuantities(lattice, buildCountSystem(lattice, input), nothing);
  expect(hidden.map((group) => lattice.groups[group]?.address.d).toSorted()).toEqual([
    'all',
    'fresh',
    'more',
  ]);
});
