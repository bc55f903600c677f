import type { RulePack } from '@credlink/tokens';
import type { Engine } from '@credlink/vault';
import { type Linked, linkClks, linkTokens } from './attack-accuracy.ts';
import { type DictionaryOutcome, runDictionary } from './attack-dictionary.ts';
import { attackClks, attackTokens, type InsiderOutcome } from './attack-insider.ts';
import type { Lever } from './attack-levers.ts';
import type { People } from './attack-sides.ts';

export type InsiderFigure = InsiderOutcome & { readonly overlap: number; readonly known: number };

export type AttackedEncoding = {
  /** A pack with its version, or `CLK`. */
  readonly encoding: string;
  readonly lever: string;
  readonly tokensPerRecord: number | null;
  readonly insider: readonly InsiderFigure[];
  readonly linked: Linked;
};

export type AttackReport = {
  readonly people: string;
  readonly encodings: readonly AttackedEncoding[];
  readonly dictionary: readonly (DictionaryOutcome & { readonly encoding: string })[];
};

export type AttackPlan = {
  readonly people: People;
  readonly packs: readonly RulePack[];
  /** Whether CLKs are attacked too, as the yardstick. */
  readonly hasClks: boolean;
  readonly levers: readonly Lever[];
  readonly overlaps: readonly number[];
  readonly known: readonly number[];
};

/** People a dictionary is run against: the answer for one is the answer for all. */
const VICTIMS = 10;

function attackedClks(
  { people, overlaps, known }: AttackPlan,
  onProgress: (text: string) => void,
): AttackedEncoding {
  const insider = overlaps.flatMap((overlap) => {
    onProgress(`CLK: insider at overlap ${overlap}`);
    return attackClks(people.sidesAt(overlap), known).map((outcome, place) => ({
      overlap,
      known: known[place] ?? 0,
      ...outcome,
    }));
  });
  return {
    encoding: 'CLK',
    lever: 'none',
    tokensPerRecord: null,
    insider,
    linked: linkClks(people.recordings),
  };
}

/** Every attack of the plan, one after the other. Same plan, same figures. */
export async function runAttacks(
  engine: Engine,
  plan: AttackPlan,
  onProgress: (text: string) => void,
): Promise<AttackReport> {
  const { people, packs, hasClks, levers, overlaps, known } = plan;
  const encodings: AttackedEncoding[] = [];
  for (const pack of packs) {
    for (const lever of levers) {
      const insider: InsiderFigure[] = [];
      let tokensPerRecord = 0;
      for (const overlap of overlaps) {
        for (const count of known) {
          onProgress(`${pack.name}, ${lever.name}: insider at overlap ${overlap}, ${count} known`);
          const { tokensPerRecord: tokens, ...outcome } = await attackTokens(
            engine,
            people.sidesAt(overlap),
            {
              pack,
              lever,
              known: count,
            },
          );
          tokensPerRecord = tokens;
          insider.push({ overlap, known: count, ...outcome });
        }
      }
      onProgress(`${pack.name}, ${lever.name}: linking`);
      const linked = await linkTokens(engine, people.recordings, pack, lever);
      encodings.push({
        encoding: `${pack.name}@${pack.version}`,
        lever: lever.name,
        tokensPerRecord,
        insider,
        linked,
      });
    }
  }
  if (hasClks) encodings.push(attackedClks(plan, onProgress));
  const victims = people
    .sidesAt(1)
    .vault.filter(({ ssn }) => ssn !== undefined)
    .slice(0, VICTIMS);
  const dictionary = packs.flatMap((pack) => {
    onProgress(`${pack.name}: dictionary`);
    return runDictionary(pack, victims).map((outcome) => ({
      encoding: `${pack.name}@${pack.version}`,
      ...outcome,
    }));
  });
  return { people: people.text, encodings, dictionary };
}
