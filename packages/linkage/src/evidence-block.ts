import type { Attribute } from '@credlink/tokens';
import { LEVELS } from '@credlink/tokens';
import { DIFFERS, MISSING, outcomesOf, SCORED } from './pattern.ts';

/**
 * What is taken as independent of everything else inside a kind of pair. Street, ZIP and city are one block: people
 * move with all three at once, and a ZIP all but tells the city, so counted apart they would count double.
 */
export type EvidenceBlock = {
  readonly name: string;
  readonly attributes: readonly Attribute[];
  /** Number of slots. */
  readonly size: number;
};

const ADDRESS: readonly Attribute[] = ['street', 'zip', 'city'];

function codesOf(attribute: Attribute): number {
  return LEVELS[attribute].length + 2;
}

function blockOf(name: string, attributes: readonly Attribute[]): EvidenceBlock {
  return { name, attributes, size: attributes.reduce((size, attribute) => size * codesOf(attribute), 1) };
}

export const BLOCKS: readonly EvidenceBlock[] = [
  ...SCORED.filter((attribute) => !ADDRESS.includes(attribute)).map((name) => blockOf(name, [name])),
  blockOf('address', ADDRESS),
];

/** The code of one attribute inside a slot: 0 nothing to compare, 1 a difference, then levels, strongest first. */
function codeOf(outcome: number): number {
  if (outcome === MISSING) return 0;
  return outcome === DIFFERS ? 1 : outcome + 1;
}

/** The slot of each block of a pattern: codes of its attributes, mixed radix; 0 is nothing to compare at all. */
export function slotsOf(pattern: number): readonly number[] {
  const outcomes = outcomesOf(pattern);
  return BLOCKS.map(({ attributes }) =>
    attributes.reduceRight(
      (slot, attribute) => slot * codesOf(attribute) + codeOf(outcomes[SCORED.indexOf(attribute)] ?? MISSING),
      0,
    ),
  );
}

/** The codes of a slot, by attribute of the block. */
function codesIn({ attributes }: EvidenceBlock, slot: number): readonly number[] {
  let rest = slot;
  return attributes.map((attribute) => {
    const code = rest % codesOf(attribute);
    rest = Math.floor(rest / codesOf(attribute));
    return code;
  });
}

/** Which attributes a slot compares; probabilities sum to one over the slots that compare the same. */
function comparedIn(block: EvidenceBlock, slot: number): string {
  return codesIn(block, slot)
    .map((code) => (code === 0 ? '-' : '+'))
    .join('');
}

/** Group number of each slot: slots that compare the same attributes share one. */
export function groupsOf(block: EvidenceBlock): readonly number[] {
  const names: string[] = [];
  return Array.from({ length: block.size }, (_, slot) => {
    const name = comparedIn(block, slot);
    if (!names.includes(name)) names.push(name);
    return names.indexOf(name);
  });
}

/** Probabilities by code of one attribute: index 0 is a difference, then levels. */
export type AttributeChances = (attribute: Attribute) => readonly number[];

/** Probabilities of the slots of a block where its attributes are independent. */
export function independentSlots(block: EvidenceBlock, chances: AttributeChances): Float64Array {
  const byAttribute = block.attributes.map(chances);
  return Float64Array.from({ length: block.size }, (_, slot) =>
    codesIn(block, slot).reduce(
      (product, code, index) => (code === 0 ? product : product * (byAttribute[index]?.[code - 1] ?? 0)),
      1,
    ),
  );
}
