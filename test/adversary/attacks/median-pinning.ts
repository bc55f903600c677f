import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { narrowestPays, type Policy, type ProtectInput, protect } from '@credlink/disclosure';
import { blurredWages, UNITS_PER_CENT } from '@credlink/measures';
import { openEngine } from '@credlink/vault';
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
const QUARTERS = 4;

/**
 * A16: an organisation puts one victim into the middle of a roster of its own people, whose pay it knows, and reads the
 * published median. For every pay the victim may have it computes what would be published, and so learns which of them
 * agree with what is. The victim is told where these span no more than the amounts are rounded to anyway. That of
 * 75 victims a few stand by chance where the rule tells them is said, not held against it.
 */
export function pinMedian(policy: Policy): Promise<Finding> {
  return pin(policy, 1, 'a victim in the middle of people of known pay');
}

/**
 * A16 with several credentials: the victim is in the middle of a roster of each, of other people every time, whose pay lies
 * around another amount. Each median asks one more question about the victim, and no rule over one group sees that.
 */
export function pinMedianByRosters(policy: Policy, rosters: number): Promise<Finding> {
  return pin(policy, rosters, `the same with ${rosters} rosters of one organisation`);
}

/**
 * The victims are who is blurred as the product blurs them. Of the colluders the attacker is taken to know the blurred pay
 * too, which spares it most of the work.
 */
async function pin(policy: Policy, rosters: number, title: string): Promise<Finding> {
  const publish = await publisher(policy);
  const { lowest, step, gap, count } = COLLUDERS;
  const base = policy.percentiles.baseCents / DOLLAR;
  const reach = narrowestPays(QUARTERS, policy) / 2 / DOLLAR;
  const bottom = lowest + (count / 2 - 1) * step;
  const others = Array.from({ length: rosters }, (_, place) =>
    around(bottom + gap / 2, (gap * (place + 0.5)) / rosters - gap / 2),
  );
  const showing = (pay: number): string => publish(others.map((known) => [...known, pay])).join();
  const agreeing = new Map<string, number[]>();
  const candidates = gridOf(bottom - reach, bottom + gap + reach, GRAIN);
  for (const blurred of candidates) {
    const shown = showing(blurred);
    agreeing.set(shown, [...(agreeing.get(shown) ?? []), blurred]);
  }
  const victims = gridOf(bottom, bottom + gap, 4 * GRAIN);
  const blurred = await blurredYears(victims, 1, policy);
  const read = victims.map((pay, place) => {
    // What is published of the nearest candidate: a cent beside it nothing else would be.
    const own = blurred[place] ?? pay;
    const shown = showing(candidates[Math.round((own - (candidates[0] ?? 0)) / GRAIN)] ?? own);
    const pays = (agreeing.get(shown) ?? []).map(
      (one) => [one - GRAIN / 2 - reach, one + GRAIN / 2 + reach] as const,
    );
    const guess = (agreeing.get(shown) ?? []).reduce((sum, one, _, all) => sum + one / all.length, 0);
    return {
      pay,
      shown,
      span: spanOf(pays, bottom, bottom + gap),
      isGuessed: Math.abs(guess - pay) <= base / 2,
    };
  });
  const told = read.filter(({ span }) => span <= base);
  const words = told.map(
    ({ pay, shown, span }) => `pay of $${pay} to within $${span}, from a median of $${shown}`,
  );
  const guessed = read.filter(({ isGuessed }) => isGuessed).length;
  return finding(
    'A16',
    title,
    read.length,
    told.length > BY_CHANCE * read.length ? words : [],
    `${told.length} of ${read.length} victims told to within $${base}, ${guessed} guessed to within $${base / 2}`,
  );
}

function gridOf(from: number, to: number, step: number): Pay {
  return Array.from({ length: Math.round((to - from) / step) }, (_, place) => from + (place + 0.5) * step);
}

/** Dollars that lie in some of the ranges, which ascend, and between the ends. */
function spanOf(ranges: readonly (readonly [number, number])[], least: number, most: number): number {
  let covered = least;
  let span = 0;
  for (const [from, to] of ranges) {
    span += Math.max(0, Math.min(to, most) - Math.max(from, covered));
    covered = Math.max(covered, to);
  }
  return Math.round(span);
}

/**
 * Dollars of each victim in some years together, as the product's own SQL blurs four quarters of each.
 * @param pays dollars a year, the same in every year
 */
export async function blurredYears(pays: Pay, years: number, { percentiles }: Policy): Promise<Pay> {
  if (percentiles.blurCents === 0) return pays.map((pay) => pay * years);
  const tempFolder = await mkdtemp(join(tmpdir(), 'credlink-pinned-'));
  const engine = await openEngine({ memoryLimit: '256MB', threads: 1, tempFolder, folders: [tempFolder] });
  try {
    const unit = UNITS_PER_CENT * DOLLAR;
    const rows = pays.flatMap((pay, person) =>
      Array.from(
        { length: QUARTERS * years },
        (_, quarter) => `(${person}, ${quarter}, ${(pay / QUARTERS) * unit})`,
      ),
    );
    for (const sql of [
      `CREATE TEMP TABLE person_quarter AS SELECT CAST(p AS BIGINT) AS person_id, q AS quarter, CAST(n AS BIGINT) AS nominal FROM (VALUES ${rows.join(', ')}) AS v(p, q, n)`,
      'CREATE TEMP TABLE cat_price AS SELECT 1 AS quarter, 1.0 AS factor',
      `CREATE TEMP TABLE person_blur AS SELECT DISTINCT person_id, sha256('victim ' || person_id) AS seed FROM person_quarter`,
      blurredWages(percentiles.blurCents),
    ])
      await engine.run(sql);
    return await engine.rows(
      'SELECT CAST(sum(blurred_nominal) AS BIGINT) AS pay FROM person_quarter GROUP BY person_id ORDER BY person_id',
      [],
      (row) => Number(row.pay) / unit,
    );
  } finally {
    await engine.close();
    await rm(tempFolder, { recursive: true, force: true });
  }
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
      blurCents: policy.percentiles.blurCents,
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
