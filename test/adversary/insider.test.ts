import { PACKS, type RawIdentifiers } from '@credlink/tokens';
import { describe, expect, it } from 'vitest';
import { encodeClks, gramsOf } from '../bench/attack-clk.ts';
import { bitMatrix } from '../bench/attack-clk-groups.ts';
import { readHomes } from '../bench/attack-clk-read.ts';
import { runDictionary } from '../bench/attack-dictionary.ts';
import { EXCHANGE_KEY } from '../bench/attack-files.ts';
import { attackTokens } from '../bench/attack-insider.ts';
import { LEVERS } from '../bench/attack-levers.ts';
import { rowOf } from '../bench/attack-matrix.ts';
import { inventedPeople } from '../bench/attack-sides.ts';
import { withEngine } from '../linkage/small-town.ts';

const PEOPLE = inventedPeople('adversary test', 400);

/** Share of the vault that somebody without a key names rightly, whose register has half of its people. */
function namedWith(lever: string, known: number): Promise<number> {
  const chosen = LEVERS.find(({ name }) => name === lever);
  if (chosen === undefined) throw new TypeError(`no lever ${lever}`);
  return withEngine(async (engine) => {
    const sides = PEOPLE.sidesAt(0.5);
    const { share } = await attackTokens(engine, sides, { pack: PACKS.register, lever: chosen, known });
    return share;
  });
}

describe('an insider with the vault, a plaintext register and no key', () => {
  it('names a third of the people where every token is sent: the attack is a strong one', async () => {
    expect(await namedWith('none', 0)).toBeGreaterThan(0.3);
  });

  it('names hardly anybody where shared tokens are held back and what is left is filled up', async () => {
    expect(await namedWith('covered', 0)).toBeLessThan(0.05);
    expect(await namedWith('covered', 20)).toBeLessThan(0.05);
  });

  it('reads the homes of a vault of CLKs with a list of other people: the yardstick is a strong attack too', () => {
    const { vault, register } = inventedPeople('1', 1000).sidesAt(0.1);
    const grams = gramsOf(register);
    const { home } = readHomes(bitMatrix(encodeClks(EXCHANGE_KEY, gramsOf(vault))), grams);
    const homeOf = ({ city, zip }: RawIdentifiers): string => `${city} ${zip}`;
    const placeOf = new Map(
      register.map((record, place) => [homeOf(record), home.field.valueOf[place] ?? -1]),
    );
    const right = vault.filter((record, place) => {
      const chances = rowOf(home.chances, place);
      return chances.indexOf(Math.max(...chances)) === placeOf.get(homeOf(record));
    });
    expect(right.length).toBeGreaterThan(800);
  }, 180_000);
});

describe('a contributor with the exchange key and without that of the keyholder', () => {
  const victims = PEOPLE.sidesAt(1)
    .vault.filter(({ ssn }) => ssn !== undefined)
    .slice(0, 2);
  const outcomes = runDictionary(PACKS.register, victims);
  const found = (family: string, seen: string) =>
    outcomes.find((outcome) => outcome.family === family && outcome.seen === seen)?.found;

  it('recovers no SSN through a rule on the SSN, not even by trying the right one', () => {
    expect(found('SSN of a known person', 'incoming')).toBe(0);
    expect(found('SSN of a known person', 'vault')).toBe(0);
  });

  it('can test guesses of birth dates and last four digits against a file that intake has not yet re-keyed', () => {
    expect(found('birth date of a known name', 'incoming')).toBe(2);
    expect(found('last four of a known name', 'incoming')).toBe(2);
  });

  it('can test nothing against what the vault holds', () => {
    expect(found('birth date of a known name', 'vault')).toBe(0);
    expect(found('last four of a known name', 'vault')).toBe(0);
  });
});
