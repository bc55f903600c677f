import { lengthOf, listOf, type TokenGraph } from './attack-graph.ts';

/** More combinations of the tokens of one rule would only blur the votes. */
const MOST_COMBINATIONS = 64;
/** One claim's word about its own tokens is no evidence for that claim. */
const LEAST_VOTES = 1.5;

/** Which token of the vault is which composite of the register: one number for both, or -1. */
export type Translation = { readonly vault: Int32Array; readonly register: Int32Array };

/** Tokens of one record that others share, by rule. */
function sharedByRule(graph: TokenGraph, record: number): ReadonlyMap<number, readonly number[]> {
  const byRule = new Map<number, number[]>();
  for (const token of listOf(graph.tokensOf, record)) {
    if (lengthOf(graph.recordsOf, token) < 2) continue;
    const rule = graph.ruleOf[token] ?? 0;
    const list = byRule.get(rule);
    if (list === undefined) byRule.set(rule, [token]);
    else list.push(token);
  }
  return byRule;
}

class Favourites {
  readonly favourite: Int32Array;
  readonly votes: Float64Array;
  readonly #second: Float64Array;

  constructor(size: number) {
    this.favourite = new Int32Array(size).fill(-1);
    this.votes = new Float64Array(size);
    this.#second = new Float64Array(size);
  }

  offer(one: number, other: number, votes: number): void {
    const first = this.votes[one] ?? 0;
    if (votes > first) {
      this.#second[one] = first;
      this.votes[one] = votes;
      this.favourite[one] = other;
    } else if (votes > (this.#second[one] ?? 0)) this.#second[one] = votes;
  }

  isClear(one: number): boolean {
    return (this.votes[one] ?? 0) > (this.#second[one] ?? 0);
  }
}

/** @param partner the record of the register that each record of the vault is taken for, or -1 */
export function translateTokens(vault: TokenGraph, register: TokenGraph, partner: Int32Array): Translation {
  const votes = new Map<number, number>();
  for (let one = 0; one < vault.records; one++) {
    const other = partner[one] ?? -1;
    if (other < 0) continue;
    const theirs = sharedByRule(register, other);
    for (const [rule, tokens] of sharedByRule(vault, one)) {
      const composites = theirs.get(rule) ?? [];
      if (tokens.length * composites.length > MOST_COMBINATIONS) continue;
      const weight = 1 / Math.max(tokens.length, composites.length);
      for (const token of tokens) {
        for (const composite of composites) {
          const pair = token * register.tokens + composite;
          votes.set(pair, (votes.get(pair) ?? 0) + weight);
        }
      }
    }
  }
  const [forth, back] = [new Favourites(vault.tokens), new Favourites(register.tokens)];
  for (const [pair, weight] of votes) {
    const [token, composite] = [Math.floor(pair / register.tokens), pair % register.tokens];
    forth.offer(token, composite, weight);
    back.offer(composite, token, weight);
  }
  const translation = {
    vault: new Int32Array(vault.tokens).fill(-1),
    register: new Int32Array(register.tokens).fill(-1),
  };
  for (let token = 0; token < vault.tokens; token++) {
    const composite = forth.favourite[token] ?? -1;
    if (composite < 0 || back.favourite[composite] !== token || (forth.votes[token] ?? 0) < LEAST_VOTES)
      continue;
    if (!forth.isClear(token) || !back.isClear(composite)) continue;
    translation.vault[token] = token;
    translation.register[composite] = token;
  }
  return translation;
}
