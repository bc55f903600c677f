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
  const publish = await publisher(policy);
  const { count, lowest, step, gap } = COLLUDERS;
  const below = Array.from({ length: count / 2 }, (_, place) => lowest + place * step);
  const bottom = below.at(-1) ?? lowest;
  const above = Array.from({ length: count / 2 }, (_, place) => bottom + gap + place * step);
  const candidates = Array.from({ length: gap / GRAIN }, (_, place) => bottom + (place + 0.5) * GRAIN);
  const seen = candidates.map((pay) => publish([...below, pay, ...above]));
  const spanOf = new Map<number | null, number>();
  for (const shown of seen) spanOf.set(shown, (spanOf.get(shown) ?? 0) + GRAIN);
  const base = policy.percentiles.baseCents / DOLLAR;
  const victims = candidates.map((pay, place) => ({ pay, shown: seen[place] ?? null }));
  const every = victims.filter((_, place) => place % 4 === 0);
  const told = every.filter(({ shown }) => (spanOf.get(shown) ?? 0) <= base);
  const words = told.map(
    ({ pay, shown }) => `pay of $${pay} to within $${spanOf.get(shown)}, from a median of $${shown}`,
  );
  return finding(
    'A16',
    'a victim in the middle of people of known pay',
    every.length,
    told.length > BY_CHANCE * every.length ? words : [],
    `${told.length} of ${every.length} victims told to within $${base}`,
  );
}

/** The product's own rules over one organisation's group: the published median in dollars, null where it is hidden. */
async function publisher(policy: Policy): Promise<(pay: Pay) => number | null> {
  const solver = await loadSolver();
  return (pay) => {
    const sorted = pay.toSorted((a, b) => a - b);
    const middle = (sorted.length - 1) / 2;
    const around = sorted.slice(middle - 2, middle + 3).map((amount) => amount * DOLLAR);
    const persons = Uint32Array.of(pay.length);
    const input: ProtectInput = {
      atoms: { weights: persons, vouched: persons },
      dimensions: {},
      cells: [
        {
          id: 'roster',
          table: 't',
          population: 'persons',
          key: { credential: 'all' },
          members: Uint32Array.of(0),
          n: pay.length,
          priority: 0,
          use: 'publish',
        },
      ],
      shares: [],
      percentiles: [{ id: 'pay', variable: 'pay', population: 'roster', values: [{ p: 50, around }] }],
      concentrations: [],
      policy,
      earlier: [],
    };
    const outcome = protect(input, solver).percentiles[0]?.values[0]?.outcome;
    return outcome?.status === 'ok' ? outcome.value / DOLLAR : null;
  };
}
