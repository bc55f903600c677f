import type { Policy } from '../policy.ts';

/**
 * Claim: percentiles may be shown only of wages that were moved, quarter by quarter and for a person always the same way, by
 * up to `percentiles.blurCents`. Then everything all releases ever show of somebody's pay is a function of his blurred pay,
 * in however many groups of people of known pay he stands: told to the cent, it leaves the pays that agree with it spread over
 * `narrowestPays`. A rule over groups cannot promise that: one credential with its issuer, of one cohort and of all, of
 * everybody and of attached workers, is eight nested groups already, and hiding all but four of them would hide six in seven
 * percentiles (ADR 0028).
 *
 * Not claimed: that all of these pays are equally likely. Of the pay of several quarters the middle ones are likelier.
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
