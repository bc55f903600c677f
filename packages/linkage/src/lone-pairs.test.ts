import { describe, expect, it } from 'vitest';
import { createLoneTally } from './lone-pairs.ts';
import { nodeNumbers } from './node-units.ts';
import { loneBudget } from './pair-budget.ts';

/** Three files of a hundred nodes: two honest ones and one that is not. */
const NODES = 100;
const SOURCES = nodeNumbers(Int32Array.from({ length: 3 * NODES }, (_, node) => Math.floor(node / NODES)));
const NODES_OF = new Map([0, 1, 2].map((source) => [source, NODES]));
const RULE = 4;
const BUDGET = loneBudget(2 * NODES);
const [HONEST, OTHER, HOSTILE] = [0, NODES, 2 * NODES];

/** Counts pairs of a rule between two nodes, whose value `n` nodes share. */
function count(
  tally: ReturnType<typeof createLoneTally>,
  a: number,
  b: number,
  n: number,
  pairs: number,
): void {
  for (let pair = 0; pair < pairs; pair += 1) tally.add(RULE, a, b, n);
}

describe('lone pairs', () => {
  it('stay up to the budget of their rule and their two files, and the rarest values stay beyond it', () => {
    const full = createLoneTally(SOURCES, NODES_OF);
    count(full, HONEST, OTHER, 3, 10);
    count(full, HONEST, OTHER, 4, BUDGET - 10);
    expect(full.close()).toEqual([]);
    expect(full.isLeftOut(RULE, HONEST, OTHER, 4)).toBe(false);

    const over = createLoneTally(SOURCES, NODES_OF);
    count(over, HONEST, OTHER, 3, 10);
    count(over, HONEST, OTHER, 4, BUDGET - 9);
    expect(over.close()).toEqual([{ rule: RULE, largestBlock: 3, leftOut: BUDGET - 9 }]);
    expect(over.isLeftOut(RULE, HONEST, OTHER, 3)).toBe(false);
    expect(over.isLeftOut(RULE, HONEST, OTHER, 4)).toBe(true);
    expect(over.isLeftOut(RULE + 1, HONEST, OTHER, 4)).toBe(false);
  });

  it('of two files stay, whatever a third one uses up', () => {
    const tally = createLoneTally(SOURCES, NODES_OF);
    count(tally, HONEST, OTHER, 4, 50);
    // Within itself its budget is that of its own nodes; with others it is another one.
    count(tally, HOSTILE, HOSTILE + 1, 3, loneBudget(NODES) + 1);
    count(tally, HONEST, HOSTILE, 3, BUDGET + 1);
    expect(tally.close()).toEqual([
      { rule: RULE, largestBlock: 2, leftOut: loneBudget(NODES) + 1 + BUDGET + 1 },
    ]);
    expect(tally.isLeftOut(RULE, HONEST, OTHER, 4)).toBe(false);
    expect(tally.isLeftOut(RULE, HOSTILE, HOSTILE + 1, 3)).toBe(true);
    expect(tally.isLeftOut(RULE, HONEST, HOSTILE, 3)).toBe(true);
    expect(tally.isLeftOut(RULE, HONEST, HOSTILE, 2)).toBe(false);
  });
});
