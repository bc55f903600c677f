import { type Group, groupName } from './group.ts';
import type { Lattice } from './lattice.ts';
import type { Policy } from './policy.ts';
import { isSmallRemainder } from './rules/remainder.ts';
import type { Remainder } from './small-remainders.ts';

/**
 * Small groups outside two overlapping ones: of a whole, those neither in one part along one dimension nor in one part
 * along another (whole - row - column + where they meet). Attack A7 of the disclosure design, the tracker.
 *
 * A group that lies under the whole in two dimensions is where such a row and column meet, so the groups are walked
 * and the other three are looked up.
 */
export function findSmallCorners(lattice: Lattice, policy: Policy): readonly Remainder[] {
  const byName = new Map(lattice.groups.map((group) => [group.name, group]));
  const at = (
    { population, address }: Group,
    changes: Readonly<Record<string, string>>,
  ): Group | undefined => {
    const moved = Object.entries({ ...address, ...changes }).filter(
      ([dimension, code]) => lattice.trees.get(dimension)?.total !== code,
    );
    return byName.get(groupName(population, Object.fromEntries(moved)));
  };
  const above = (dimension: string, code: string) =>
    [...(lattice.trees.get(dimension)?.above.get(code) ?? [])].filter((upper) => upper !== code);

  return lattice.groups.flatMap((meeting) => {
    if (byName.get(groupName(meeting.population, meeting.address)) !== meeting) return [];
    const dimensions = Object.entries(meeting.address);
    return dimensions.flatMap(([first, firstCode], place) =>
      dimensions.slice(place + 1).flatMap(([second, secondCode]) =>
        above(first, firstCode).flatMap((firstAbove) =>
          above(second, secondCode).flatMap((secondAbove) => {
            const whole = at(meeting, { [first]: firstAbove, [second]: secondAbove });
            const row = at(meeting, { [second]: secondAbove });
            const column = at(meeting, { [first]: firstAbove });
            if (whole === undefined || row === undefined || column === undefined) return [];
            const persons = whole.n - row.n - column.n + meeting.n;
            const isSmall = persons >= 0 && isSmallRemainder(persons, policy);
            if (!isSmall || isSmallRemainder(whole.n, policy)) return [];
            return [{ plus: [whole.index, meeting.index], minus: [row.index, column.index], persons }];
          }),
        ),
      ),
    );
  });
}
