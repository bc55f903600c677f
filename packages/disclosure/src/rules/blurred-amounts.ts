import type { Policy } from '../policy.ts';

/**
 * Claim: percentiles may be shown only of wages that were moved, quarter by quarter and for a person always the same way, by
 * up to `percentiles.blurCents`. Then every percentile of every release is a function of blurred pay: told to the cent, in
 * however many groups of people of known pay somebody stands, that of some quarters leaves the pays that agree with it spread over
 * `narrowestPays`. A rule over groups cannot promise that: one credential with its issuer, of one cohort and of all, of
 * everybody and of attached workers, is eight nested groups already, and hiding all but four of them would hide six in seven
 * percentiles (ADR 0028).
 *
 * Not claimed: that all of these pays are equally likely, of the pay of several quarters the middle ones are likelier. That
 * other quarters tell nothing: every quarter is moved anew, so the mean of many quarters of the same pay is near it. And who
 * is counted goes by true wages: that somebody is behind a percentile says that his pay reached what its group asks for.
 *
 * Source: attack A16 with several groups and A13; disclosure design 3.7 and 4.1 layer 8.
 * @param blurCents how far the wages behind the percentiles were moved at most
 */
export function isBlurredEnough(blurCents: number, { percentiles }: Policy): boolean {
  return blurCents >= percentiles.blurCents;
}

/** Cents between the least and the greatest pay of so many quarters that have the same blurred pay. */
export function narrowestPays(quarters: number, { percentiles }: Policy): number {
  return 2 * quarters * percentiles.blurCents;
}
