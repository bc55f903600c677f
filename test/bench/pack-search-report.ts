import type { RulePack } from '@credlink/tokens';
import type { EvidenceChoice } from './pack-search-evidence.ts';
import { countBoth } from './pack-search-greedy.ts';
import type { MeasuredSet } from './pack-search-levels.ts';
import { linkablePairs, type RuleFigures } from './pack-search-measure.ts';
import { CANDIDATE_BYTES, type Chosen, recallOf, strangersOf, TAG_BYTES } from './pack-search-plan.ts';
import type { SearchRule } from './pack-search-space.ts';

function row(cells: readonly (string | number)[]): string {
  return `| ${cells.join(' | ')} |\n`;
}

function heading(cells: readonly string[]): string {
  return row(cells) + row(cells.map(() => '---'));
}

function figuresOf(figures: readonly RuleFigures[], id: string): RuleFigures | undefined {
  return figures.find(({ rule }) => rule.id === id);
}

/** Chosen candidate rules in their order; recall is of linkable pairs, on the sets they were chosen on, then held out. */
export function candidateTable(
  title: string,
  chosen: readonly Chosen[],
  figures: readonly RuleFigures[],
  sets: readonly MeasuredSet[],
  heldOut: readonly MeasuredSet[],
  rules: readonly SearchRule[],
): string {
  const names = sets.map(({ set }) => set.name);
  const held = heldOut.map(({ set }) => `${set.name} (held out)`);
  let bytes = 0;
  const lines = chosen.map(({ id, stage, gained, recall, bytes: own }, place) => {
    bytes += own;
    const strangers = strangersOf(figuresOf(figures, id)?.rate ?? 0);
    const judged = heldOut.map((set) => recallOf(set, rules.slice(0, place + 1)).toFixed(4));
    return row([
      id,
      stage,
      bytes.toFixed(0),
      strangers.toFixed(2),
      gained.join(' '),
      ...recall.map((share) => share.toFixed(4)),
      ...judged,
    ]);
  });
  const columns = [
    'rule',
    'stage',
    'bytes so far',
    'strangers a record',
    'newly found pairs',
    ...names,
    ...held,
  ];
  return `\n### ${title}\n\n${heading(columns)}${lines.join('')}`;
}

export function evidenceTable(chosen: readonly EvidenceChoice[], figures: readonly RuleFigures[]): string {
  let bytes = 0;
  const lines = chosen.map(({ id, bits }) => {
    bytes += TAG_BYTES * (figuresOf(figures, id)?.tokens ?? 0);
    return row([id, bytes.toFixed(0), bits.toFixed(3)]);
  });
  return `\n### Evidence rules\n\n${heading(['rule', 'bytes so far', 'bits added to a pair'])}${lines.join('')}`;
}

/** What the packs as they are find and cost, by set: recall of linkable pairs by their candidate rules. */
export function packTable(
  packs: readonly RulePack[],
  space: readonly SearchRule[],
  sets: readonly MeasuredSet[],
  figures: readonly RuleFigures[],
): string {
  const sorted = (levels: readonly string[]) => [...levels].sort().join();
  const inSpace = (levels: readonly string[]) => space.find((rule) => sorted(rule.levels) === sorted(levels));
  const lines = packs
    .filter(({ name }) => name !== 'reference')
    .map((pack) => {
      const found = pack.rules.flatMap(({ levels, role }) => {
        const rule = inSpace(levels);
        return rule === undefined ? [] : [{ rule, role }];
      });
      const bytes = found.reduce((sum, { rule, role }) => {
        const tokens = figuresOf(figures, rule.id)?.tokens ?? 0;
        return sum + tokens * (role === 'candidate' ? CANDIDATE_BYTES : TAG_BYTES);
      }, 0);
      const candidates = found.filter(({ role }) => role === 'candidate').map(({ rule }) => rule);
      const recall = sets.map((set) => recallOf(set, candidates).toFixed(4));
      const count = (role: string) => pack.rules.filter((rule) => rule.role === role).length;
      return row([
        `${pack.name}@${pack.version}`,
        count('candidate'),
        count('evidence'),
        bytes.toFixed(0),
        ...recall,
      ]);
    });
  const names = sets.map(({ set }) => (set.role === 'search' ? set.name : `${set.name} (held out)`));
  return `\n### Packs as they are\n\n${heading(['pack', 'candidates', 'evidence', 'bytes', ...names])}${lines.join('')}`;
}

/** CSV of every rule of the space: price, share of linkable pairs found, and pairs found by it and no chosen rule. */
export function ruleTable(
  figures: readonly RuleFigures[],
  sets: readonly MeasuredSet[],
  places: readonly number[],
  alone: ReadonlyMap<string, readonly number[]>,
  chosen: readonly string[],
): string {
  const wanted = sets.map(linkablePairs);
  const header = [
    'rule',
    'chosen',
    'tokens',
    'strangers_a_record',
    ...sets.map(({ set }) => `found ${set.name}`),
    ...sets.map(({ set }) => `alone ${set.name}`),
  ];
  const lines = figures.map(({ rule, tokens, rate, finds }) => {
    const found = places.map((place, index) =>
      countBoth(finds[place] ?? new Uint8Array(0), wanted[index] ?? new Uint8Array(0)),
    );
    return [
      rule.id,
      chosen.indexOf(rule.id) + 1,
      tokens.toFixed(2),
      strangersOf(rate).toPrecision(3),
      ...found,
      ...(alone.get(rule.id) ?? []),
    ].join();
  });
  return `${header.join()}\n${lines.join('\n')}\n`;
}
