import { commonFeatures, type FeatureSide } from './attack-features.ts';
import { lengthOf, listOf, type TokenGraph } from './attack-graph.ts';
import type { Signatures } from './attack-signatures.ts';
import { translateTokens } from './attack-translate.ts';

/** This record of the vault is said to be this record of the register. */
export type Claim = { readonly vault: number; readonly register: number };

const MOST_ROUNDS = 25;
/** A feature that more records bear is left out. */
const MOST_BEARERS = 400;
/** Of the best score: what the second best may have at most. */
const LARGEST_RUNNER_UP = 0.7;

/** For every record of one side the best partners of the other, by the summed rarity of what they have in common. */
function bestPartners(from: FeatureSide, to: FeatureSide, records: number, partners: number) {
  const partner = new Int32Array(records).fill(-1);
  const score = new Float64Array(records);
  const second = new Float64Array(records);
  const sums = new Float64Array(partners);
  const touched: number[] = [];
  for (let one = 0; one < records; one++) {
    for (const feature of listOf(from.featuresOf, one)) {
      const bearers = lengthOf(to.bearersOf, feature);
      if (bearers === 0 || Math.max(bearers, lengthOf(from.bearersOf, feature)) > MOST_BEARERS) continue;
      const weight = Math.log(partners / bearers);
      for (const other of listOf(to.bearersOf, feature)) {
        if (sums[other] === 0) touched.push(other);
        sums[other] = (sums[other] ?? 0) + weight;
      }
    }
    for (const other of touched) {
      const sum = sums[other] ?? 0;
      sums[other] = 0;
      if (sum > (score[one] ?? 0)) {
        second[one] = score[one] ?? 0;
        score[one] = sum;
        partner[one] = other;
      } else if (sum > (second[one] ?? 0)) second[one] = sum;
    }
    touched.length = 0;
  }
  return { partner, score, second };
}

/** Records that are each other's best partner by far. */
function mutualBest(
  vault: FeatureSide,
  register: FeatureSide,
  records: readonly [number, number],
): Int32Array {
  const forth = bestPartners(vault, register, records[0], records[1]);
  const back = bestPartners(register, vault, records[1], records[0]);
  return forth.partner.map((other, one) => {
    if (other < 0 || back.partner[other] !== one) return -1;
    const runnerUp = Math.max(
      (forth.second[one] ?? 0) / (forth.score[one] ?? 1),
      (back.second[other] ?? 0) / (back.score[other] ?? 1),
    );
    return runnerUp <= LARGEST_RUNNER_UP ? other : -1;
  });
}

/**
 * Graph matching of a vault with a register, without a key. The first round knows signatures only; every claim gives
 * its record a colour that its neighbours are then known by, and its tokens a translation. All claims are judged anew in
 * every round by what their neighbours say, so that a wrong one does not last.
 *
 * @param known what the adversary knew before, by other means
 */
export function matchGraphs(
  vault: TokenGraph,
  register: TokenGraph,
  signatures: Signatures,
  known: readonly Claim[],
): readonly Claim[] {
  const withKnown = (claims: Int32Array): Int32Array => {
    for (const { vault: one, register: other } of known) claims[one] = other;
    return claims;
  };
  let partner = withKnown(new Int32Array(vault.records).fill(-1));
  const colours = signatures.distinct + vault.records;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const translation = translateTokens(vault, register, partner);
    const [ofVault, ofRegister] = [signatures.vault.slice(), signatures.register.slice()];
    partner.forEach((other, one) => {
      if (other < 0) return;
      ofVault[one] = signatures.distinct + one;
      ofRegister[other] = signatures.distinct + one;
    });
    const features = commonFeatures(
      {
        graph: vault,
        known: { own: signatures.vault, colour: ofVault, colours, translation: translation.vault },
      },
      {
        graph: register,
        known: { own: signatures.register, colour: ofRegister, colours, translation: translation.register },
      },
    );
    const next = withKnown(mutualBest(features.vault, features.register, [vault.records, register.records]));
    const isSettled = next.every((other, one) => other === partner[one]);
    partner = next;
    if (isSettled) break;
  }
  return [...partner.entries()]
    .filter(([, other]) => other >= 0)
    .map(([one, other]) => ({ vault: one, register: other }));
}
