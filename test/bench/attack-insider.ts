import type { RawIdentifiers, RulePack } from '@credlink/tokens';
import type { Engine } from '@credlink/vault';
import { encodeClks, gramsOf } from './attack-clk.ts';
import { readVault } from './attack-clk-read.ts';
import { EXCHANGE_KEY, makeTokenFile, STRANGER_KEY } from './attack-files.ts';
import { lengthOf, readTokenGraph, type TokenGraph } from './attack-graph.ts';
import { applyLever, type Lever } from './attack-levers.ts';
import { type Claim, matchGraphs } from './attack-match.ts';
import { countSignatures } from './attack-signatures.ts';

/** The vault's people and the register's, person by person; `personOf` numbers them across both. */
export type Sides = {
  readonly vault: readonly RawIdentifiers[];
  readonly register: readonly RawIdentifiers[];
  readonly vaultPersonOf: (record: number) => number;
  readonly registerPersonOf: (record: number) => number;
};

/** What became of one attack: of the records of the vault, how many were named, and how many of them rightly. */
export type InsiderOutcome = {
  readonly claimed: number;
  readonly right: number;
  /** Right claims by records of the vault, those known before left out of both. */
  readonly share: number;
  readonly precision: number;
};

/** People the insider is given, evenly spread over those in both. */
function knownPeople(sides: Sides, count: number): readonly Claim[] {
  const inRegister = new Map(sides.register.map((_, record) => [sides.registerPersonOf(record), record]));
  const shared = sides.vault.flatMap((_, record): readonly Claim[] => {
    const register = inRegister.get(sides.vaultPersonOf(record));
    return register === undefined ? [] : [{ vault: record, register }];
  });
  const step = Math.max(1, shared.length / Math.max(1, count));
  return Array.from(
    { length: Math.min(count, shared.length) },
    (_, place) => shared[Math.floor(place * step)],
  ).filter((claim) => claim !== undefined);
}

function outcomeOf(sides: Sides, claims: readonly Claim[], known: readonly Claim[]): InsiderOutcome {
  const given = new Set(known.map(({ vault }) => vault));
  const own = claims.filter(({ vault }) => !given.has(vault));
  const right = own.filter(
    ({ vault, register }) => sides.vaultPersonOf(vault) === sides.registerPersonOf(register),
  ).length;
  return {
    claimed: own.length,
    right,
    share: right / Math.max(1, sides.vault.length - known.length),
    precision: own.length === 0 ? 1 : right / own.length,
  };
}

/** Rules that differ in how many tokens they have for other reasons than the person: not part of a signature. */
function steadyRules(sent: TokenGraph, whole: TokenGraph): (rule: number) => boolean {
  const count = (graph: TokenGraph): readonly number[] => {
    const counts = graph.rules.map(() => 0);
    for (let token = 0; token < graph.tokens; token++) {
      const rule = graph.ruleOf[token] ?? 0;
      counts[rule] = (counts[rule] ?? 0) + lengthOf(graph.recordsOf, token);
    }
    return counts;
  };
  const [now, before] = [count(sent), count(whole)];
  return (rule) => (now[rule] ?? 0) >= 0.99 * (before[rule] ?? 0);
}

/**
 * An insider with the vault, no key, and a plaintext register that he treats the way clients treat their files. He
 * tries both readings of a signature, all rules and those the cap hardly touches, and keeps what claims more.
 */
export async function attackTokens(
  engine: Engine,
  sides: Sides,
  options: { readonly pack: RulePack; readonly lever: Lever; readonly known: number },
): Promise<InsiderOutcome & { readonly tokensPerRecord: number }> {
  const { pack, lever, known } = options;
  const rules = pack.rules.map(({ code }) => code);
  await makeTokenFile(engine, { name: 'attack_vault', records: sides.vault, key: EXCHANGE_KEY, pack });
  await applyLever(engine, 'attack_vault', lever, { key: EXCHANGE_KEY, salt: 'vault' });
  const vault = await readTokenGraph(engine, 'attack_vault', sides.vault.length, rules);
  await makeTokenFile(engine, { name: 'attack_register', records: sides.register, key: STRANGER_KEY, pack });
  const whole = await readTokenGraph(engine, 'attack_register', sides.register.length, rules);
  await applyLever(engine, 'attack_register', lever, { key: STRANGER_KEY, salt: 'register' });
  const register = await readTokenGraph(engine, 'attack_register', sides.register.length, rules);
  const given = knownPeople(sides, known);
  const readings = lever.cap === null ? [() => true] : [() => true, steadyRules(register, whole)];
  const attempts = readings.map((isUsed) =>
    matchGraphs(vault, register, countSignatures(vault, register, isUsed), given),
  );
  const claims = attempts.reduce((best, next) => (next.length > best.length ? next : best));
  return {
    ...outcomeOf(sides, claims, given),
    tokensPerRecord: vault.tokensOf.items.length / Math.max(1, vault.records),
  };
}

/** The same insider before CLKs of the same people. Nobody need be known to him: those who are, are left out of the figures. */
export function attackClks(sides: Sides, known: readonly number[]): readonly InsiderOutcome[] {
  const claims = readVault(encodeClks(EXCHANGE_KEY, gramsOf(sides.vault)), gramsOf(sides.register));
  return known.map((count) => outcomeOf(sides, claims, knownPeople(sides, count)));
}
