import { type Lists, lengthOf, listOf, listsBy, type TokenGraph } from './attack-graph.ts';

/** A token that more records share tells too little of each to be worth following. */
const MOST_NEIGHBOURS = 40;

/** What is known of the records of one side before a round. */
export type Known = {
  /** What a record is by itself. */
  readonly own: Uint32Array;
  /** What a record is to its neighbours: a claimed record has a colour of its own, the same on both sides. */
  readonly colour: Uint32Array;
  readonly colours: number;
  /** By token: a number that means the same on both sides, or -1. */
  readonly translation: Int32Array;
};

type Found = { readonly record: number[]; readonly feature: number[] };

/**
 * What can be said of a record without a key: its own signature, its translated tokens, and the colours of those it
 * shares an untranslated token with, under which rule; the latter once by itself and once beside the own signature.
 */
function featuresOf(graph: TokenGraph, { own, colour, colours, translation }: Known): Found {
  const found: Found = { record: [], feature: [] };
  const rules = graph.rules.length;
  const firstPaired = colours * (2 + rules);
  const firstToken = firstPaired * (1 + colours);
  const seen = new Set<number>();
  for (let one = 0; one < graph.records; one++) {
    seen.clear();
    seen.add(own[one] ?? 0);
    for (const token of listOf(graph.tokensOf, one)) {
      const known = translation[token] ?? -1;
      if (known >= 0) {
        seen.add(firstToken + known);
        continue;
      }
      const bearers = lengthOf(graph.recordsOf, token);
      if (bearers < 2 || bearers > MOST_NEIGHBOURS) continue;
      const rule = graph.ruleOf[token] ?? 0;
      for (const other of listOf(graph.recordsOf, token)) {
        if (other === one) continue;
        const neighbour = colours * (1 + rule) + (colour[other] ?? 0);
        seen.add(neighbour);
        seen.add(firstPaired * (1 + (own[one] ?? 0)) + neighbour);
      }
    }
    for (const feature of seen) {
      found.record.push(one);
      found.feature.push(feature);
    }
  }
  return found;
}

export type FeatureSide = { readonly featuresOf: Lists; readonly bearersOf: Lists };

/** Features of both sides in one numbering. */
export function commonFeatures(
  vault: { readonly graph: TokenGraph; readonly known: Known },
  register: { readonly graph: TokenGraph; readonly known: Known },
): { readonly vault: FeatureSide; readonly register: FeatureSide } {
  const theirs = featuresOf(register.graph, register.known);
  const numbers = new Map<number, number>();
  for (const feature of theirs.feature) if (!numbers.has(feature)) numbers.set(feature, numbers.size);
  const side = ({ record, feature }: Found, records: number): FeatureSide => {
    const [owner, item]: [number[], number[]] = [[], []];
    for (const [place, one] of feature.entries()) {
      const number = numbers.get(one);
      if (number === undefined) continue;
      owner.push(record[place] ?? 0);
      item.push(number);
    }
    const [owners, items] = [Uint32Array.from(owner), Uint32Array.from(item)];
    return { featuresOf: listsBy(records, owners, items), bearersOf: listsBy(numbers.size, items, owners) };
  };
  return {
    vault: side(featuresOf(vault.graph, vault.known), vault.graph.records),
    register: side(theirs, register.graph.records),
  };
}
