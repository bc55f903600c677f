import { type Policy, type ProtectInput, protect } from '@credlink/disclosure';
import { loadSolver } from '../../../services/publisher/src/load-solver.ts';
import { type Finding, finding } from '../finding.ts';

/** Dollars a year; everybody's of one roster, or everybody's but the victim's. */
type Pay = readonly number[];

/** The attacker's people: as many below the victim as above, in steps, with a gap in which the victim's pay must lie. */
const COLLUDERS = { count: 30, lowest: 20_000, step: 350, gap: 6_000 } as const;
const DOLLAR = 100;
/** How closely the attacker looks: candidates of the victim's pay are so many dollars apart. */
const GRAIN = 20;
/** Among as many victims one may stand by chance where the others' mean tells him. */
const BY_CHANCE = 1 / 20;

/**
 * A16: an organisation puts one victim into the middle of a roster of its own people, whose pay it knows, and reads the
 * published median. For every pay the victim may have it computes what would be published, and so learns which of them
 * agree with what is. The victim is told where these span no more than the amounts are rounded to anyway. That of
 * 75 victims a few stand by chance where the rule tells them is said, not held against it.
 */
export async function pinMedian(policy: Policy): Promise<Finding> {
  const { every, told, words } = await pin(policy, 1);
  return finding(
    'A16',
    'a victim in the middle of people of known pay',
    every,
    told > BY_CHANCE * every ? words : [],
    `${told} of ${every} victims told to within ${baseText(policy)}`,
  );
}

/**
 * A16 with several credentials: the victim is in the middle of a roster of each, of other people every time, whose pay lies
 * around another amount. Each median asks one more question about the victim, and no rule over one group sees that. What
 * it tells is left open and said (docs/DISCLOSURE.md), not held against the policy.
 */
export async function pinMedianByRosters(policy: Policy, rosters: number): Promise<Finding> {
  const { every, told } = await pin(policy, rosters);
  const remark = `${told} of ${every} victims told to within ${baseText(policy)}`;
  return finding('A16', `the same with ${rosters} rosters of one organisation`, every, [], remark);
}

function baseText({ percentiles }: Policy): string {
  return `$${percentiles.baseCents / DOLLAR}`;
}

/** How many victims are told, and of whom, with the medians of as many rosters around each. */
async function pin(policy: Policy, rosters: number) {
  const publish = await publisher(policy);
  const { lowest, step, gap, count } = COLLUDERS;
  const bottom = lowest + (count / 2 - 1) * step;
  const candidates = Array.from({ length: gap / GRAIN }, (_, place) => bottom + (place + 0.5) * GRAIN);
  const others = Array.from({ length: rosters }, (_, place) =>
    around(bottom + gap / 2, (gap * (place + 0.5)) / rosters - gap / 2),
  );
  const seen = candidates.map((pay) => publish(others.map((known) => [...known, pay])).join());
  const spanOf = new Map<string, number>();
  for (const shown of seen) spanOf.set(shown, (spanOf.get(shown) ?? 0) + GRAIN);
  const victims = candidates.map((pay, place) => ({ pay, shown: seen[place] ?? '' }));
  const every = victims.filter((_, place) => place % 4 === 0);
  const told = every.filter(({ shown }) => (spanOf.get(shown) ?? 0) <= policy.percentiles.baseCents / DOLLAR);
  const words = told.map(
    ({ pay, shown }) => `pay of $${pay} to within $${spanOf.get(shown)}, from a median of $${shown}`,
  );
  return { every: every.length, told: told.length, words };
}

/** People of known pay on either side of a gap around the middle, whose nearest ones have their mean so far off it. */
function around(middle: number, off: number): Pay {
  const { count, step, gap } = COLLUDERS;
  const reach = gap / 2 + Math.abs(off);
  return Array.from({ length: count / 2 }, (_, place) => reach + place * step).flatMap((away) => [
    middle + off - away,
    middle + off + away,
  ]);
}

/**
 * The product's own rules over groups of one organisation that have one person in common: their published medians in
 * dollars, null where one is hidden.
 */
async function publisher(policy: Policy): Promise<(pays: readonly Pay[]) => readonly (number | null)[]> {
  const solver = await loadSolver();
  return (pays) => {
    const persons = Uint32Array.from([1, ...pays.map((pay) => pay.length - 1)]);
    const input: ProtectInput = {
      atoms: { weights: persons, vouched: persons },
      dimensions: {},
      cells: pays.map((pay, roster) => ({
        id: `roster ${roster}`,
        table: 't',
        population: 'persons',
        key: { credential: `credential ${roster}` },
        members: Uint32Array.of(0, roster + 1),
        n: pay.length,
        priority: 0,
        use: 'publish',
      })),
      shares: [],
      percentiles: pays.map((pay, roster) => ({
        id: `pay ${roster}`,
        variable: 'pay',
        population: `roster ${roster}`,
        values: [{ p: 50, around: amountsAround(pay) }],
      })),
      concentrations: [],
      policy,
      earlier: [],
    };
    return protect(input, solver).percentiles.map(({ values }) => {
      const outcome = values[0]?.outcome;
      return outcome?.status === 'ok' ? outcome.value / DOLLAR : null;
    });
  };
}

/** Cents at the five ranks around the median. */
function amountsAround(pay: Pay): readonly number[] {
  const middle = (pay.length - 1) / 2;
  return pay
    .toSorted((a, b) => a - b)
    .slice(middle - 2, middle + 3)
    .map((amount) => amount * DOLLAR);
}
