import { listOf, type TokenGraph } from './attack-graph.ts';

/** A number for each record; equal numbers on both sides mean equal signatures. */
export type Signatures = {
  readonly vault: Uint32Array;
  readonly register: Uint32Array;
  readonly distinct: number;
};

/**
 * How many tokens a record has under each rule. That is a property of the person alone: it tells the length of both
 * names, their double letters, nicknames and hyphens, and which of address, phone and e-mail are known; whoever else
 * is in the file.
 *
 * @param isUsed by position in `rules`
 */
export function countSignatures(
  vault: TokenGraph,
  register: TokenGraph,
  isUsed: (rule: number) => boolean,
): Signatures {
  const numbers = new Map<string, number>();
  const used = vault.rules.map((_, place) => isUsed(place));
  const sign = (graph: TokenGraph): Uint32Array => {
    const counts = new Uint8Array(graph.rules.length);
    return Uint32Array.from({ length: graph.records }, (_, record) => {
      counts.fill(0);
      for (const token of listOf(graph.tokensOf, record)) {
        const rule = graph.ruleOf[token] ?? 0;
        if (used[rule] === true) counts[rule] = (counts[rule] ?? 0) + 1;
      }
      const text = String.fromCharCode(...counts);
      const known = numbers.get(text);
      if (known !== undefined) return known;
      numbers.set(text, numbers.size);
      return numbers.size - 1;
    });
  };
  const [ofVault, ofRegister] = [sign(vault), sign(register)];
  return { vault: ofVault, register: ofRegister, distinct: numbers.size };
}
