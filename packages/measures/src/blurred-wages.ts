import { UNITS_PER_CENT } from './condition-sql.ts';

/** Persons who are counted and have no seed: their blurred wages would be missing. One row, `persons`. */
export function personsWithoutSeed(): string {
  return `SELECT count(DISTINCT u.person_id) AS persons FROM unit u ANTI JOIN person_blur b ON b.person_id = u.person_id`;
}

/**
 * Claim: the percentiles of a quarter, or of some quarters together, tell of nobody's pay in them more than his blurred pay
 * does, whoever else's pay is known and however many groups he is in. What a person earned in each quarter with wages is moved by up to `blurCents`, every cent as likely as any other,
 * and percentiles are made of nothing but that. The move follows from a secret seed of the person and from the quarter alone,
 * so it is the same in every amount, group and release: no number of medians averages it out. Who knew the blurred pay
 * of n quarters to the cent could still not tell pays apart that are up to `2 n blurCents` from one another.
 *
 * Not claimed: anything about a pay that stays the same for many quarters. Each is moved by itself, so their mean is near it
 * (a constant move would cancel in every change of pay). Not moved: that there were no wages in a quarter, and who is counted
 * (attached workers, shares, who gained).
 *
 * Reads `person_blur` (person_id, seed VARCHAR): a seed of everybody who is counted, secret and the same in every release.
 * Replaces `person_quarter` by itself with `blurred_nominal` and `blurred_real`, in units of 1/10,000 cent.
 *
 * Source: noise infusion, as in the Quarterly Workforce Indicators (Abowd et al. 2009; they
 * distort an employer for all time, here every quarter of a person is moved anew); attack A16, disclosure design 3.7 and 4.1 layer 8.
 */
export function blurredWages(blurCents: number): string {
  const moved = `(q.nominal + (CAST(md5_number_lower(b.seed || ' ' || q.quarter) % ${2 * blurCents + 1} AS BIGINT) - ${blurCents}) * ${UNITS_PER_CENT})`;
  return `CREATE OR REPLACE TEMP TABLE person_quarter AS
SELECT q.*, ${moved} AS blurred_nominal, CAST(round(${moved} * p.factor) AS BIGINT) AS blurred_real
FROM person_quarter q
LEFT JOIN person_blur b ON b.person_id = q.person_id
LEFT JOIN cat_price p ON p.quarter = q.quarter`;
}
