import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodeNumbers } from './node-units.ts';
import { blocksOf, eachCommon, eachPair } from './shared-pairs.ts';
import { createValueTable } from './shared-values.ts';

const NODES = 9000;
/** Two files of one record a person, and nodes that any other may meet: one stretch of nodes is mixed. */
const UNITS = Int32Array.from({ length: NODES }, (_, node) =>
  node < 4500 ? 0 : node < 8000 ? 1 : -1 - node,
);
const SOURCES = Int32Array.from({ length: NODES }, (_, node) => (node < 4500 ? 0 : node < 8000 ? 1 : 2));
const units = { units: nodeNumbers(UNITS), sources: nodeNumbers(SOURCES) };

/** Values spread as a cipher spreads them; a few are borne by many. */
function valuesOf(borne: readonly (readonly [node: number, value: number])[]) {
  const distinct = [...new Map(borne.map((one) => [one.join(), one])).values()];
  const keyOf = (value: number) => BigInt.asUintN(64, BigInt(value + 1) * 0x9e37_79b9_7f4a_7c15n);
  const keys = new Uint32Array(2 * distinct.length);
  for (const [place, [, value]] of distinct.entries()) {
    keys[2 * place] = Number(keyOf(value) & 0xffff_ffffn);
    keys[2 * place + 1] = Number(keyOf(value) >> 32n);
  }
  const nodes = Int32Array.from(distinct, ([node]) => node);
  return { distinct, values: { length: distinct.length, keys, nodes } };
}

/** How many nodes are of the source of either of two. */
function ownOf(nodes: readonly number[], a: number, b: number): number {
  return nodes.filter((node) => SOURCES[node] === SOURCES[a] || SOURCES[node] === SOURCES[b]).length;
}

/** The same by the plainest way there is. */
function plainly(borne: readonly (readonly [number, number])[], cap: number) {
  const bearers = Map.groupBy(borne, ([, value]) => value);
  const shared = [...bearers.values()]
    .map((ones) => ones.map(([node]) => node))
    .filter((nodes) => new Set(nodes.map((node) => UNITS[node])).size > 1);
  const pairs = shared
    .filter(({ length }) => length <= cap)
    .flatMap((nodes) =>
      nodes.flatMap((a) =>
        nodes
          .filter((b) => a < b && UNITS[a] !== UNITS[b])
          .map((b) => `${a}/${b}/${nodes.length}/${ownOf(nodes, a, b)}`),
      ),
    );
  const common = shared.filter(({ length }) => length > cap).flat();
  const blocks = new Map<string, number>();
  for (const nodes of shared) {
    for (const node of nodes) {
      const block = `${SOURCES[node]}/${nodes.length}`;
      blocks.set(block, (blocks.get(block) ?? 0) + 1);
    }
  }
  return { pairs: pairs.sort(), common: common.sort(), blocks: [...blocks].sort() };
}

/** Turns that were offered before all was looked up, and what was found. */
function lookUp(values: ReturnType<typeof valuesOf>['values'], tableOf = createValueTable()) {
  const table = tableOf(values, units);
  for (let turns = 0; ; turns += 1) {
    const step = table.next();
    if (step.done === true) return { turns, shared: step.value };
  }
}

function byTable(values: ReturnType<typeof valuesOf>['values'], cap: number, tableOf = createValueTable()) {
  const { shared } = lookUp(values, tableOf);
  const pairs: string[] = [];
  const common: number[] = [];
  eachPair(shared, units, 3, cap, (a, b, n, own) => pairs.push(`${a}/${b}/${n}/${own}`));
  eachCommon(shared, cap, (node) => common.push(node));
  const blocks = blocksOf(shared, units, 3).map(({ source, n, nodes }) => [`${source}/${n}`, nodes] as const);
  return { pairs: pairs.sort(), common: common.sort(), blocks: [...blocks].sort() };
}

describe('values that nodes share', () => {
  it('are those that grouping finds, whoever bears them', () => {
    const tableOf = createValueTable();
    const node = fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: NODES - 1 }));
    const borne = fc.array(fc.tuple(node, fc.integer({ min: 0, max: 60 })), { maxLength: 300 });
    fc.assert(
      fc.property(borne, fc.integer({ min: 2, max: 9 }), (list, cap) => {
        const { distinct, values } = valuesOf(list);
        expect(byTable(values, cap, tableOf)).toEqual(plainly(distinct, cap));
      }),
    );
  });

  it('are found in every part of many values, beside one that nearly all bear', () => {
    const borne = Array.from({ length: NODES }, (_, node) => [
      [node, 0] as const,
      [node, 1 + (node % 4000)] as const,
      [node, 5000 + node] as const,
    ]).flat();
    const { distinct, values } = valuesOf(borne);
    expect(byTable(values, 3)).toEqual(plainly(distinct, 3));
    expect(byTable(values, 3).common.length).toBe(NODES);
  });

  it('are looked up in turns, and used in ranges that come to the same', () => {
    const borne = Array.from({ length: 20 * NODES }, (_, place) => [place % NODES, place % 90_001] as const);
    const { turns, shared } = lookUp(valuesOf(borne).values);
    // 180,000 values are 32 parts.
    expect(turns).toBe(2);
    const pairsIn = (from: number, to: number): string[] => {
      const pairs: string[] = [];
      eachPair(shared, units, 3, 3, (a, b) => pairs.push(`${a}/${b}`), { from, to });
      return pairs;
    };
    const half = Math.floor(shared.count / 2);
    expect(half).toBeGreaterThan(1000);
    expect([...pairsIn(0, half), ...pairsIn(half, shared.count)]).toEqual(pairsIn(0, shared.count));
    const nodesOf = (from: number, to: number) =>
      blocksOf(shared, units, 3, { from, to }).reduce((sum, { nodes }) => sum + nodes, 0);
    expect(nodesOf(0, half) + nodesOf(half, shared.count)).toBe(nodesOf(0, shared.count));
  });
});
