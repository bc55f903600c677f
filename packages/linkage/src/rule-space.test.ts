import { PACKS, RULES } from '@credlink/tokens';
import { describe, expect, it } from 'vitest';
import { anchorBits, bitOf, ruleSpace } from './rule-space.ts';

describe('rule space', () => {
  it('numbers the rules of all packs once, by code', () => {
    const space = ruleSpace([PACKS.wage, PACKS.full, PACKS.register]);
    expect(space.rules.map(({ code }) => code)).toEqual(
      Object.values(RULES)
        .map(({ code }) => code)
        .sort((left, right) => left - right),
    );
    expect(space.rules.map(({ position }) => position)).toEqual(space.rules.map((_, index) => index));
  });

  it('gives a rule the bits of its levels', () => {
    const [rule] = ruleSpace([{ ...PACKS.wage, rules: [RULES.surnameSsn] }]).rules;
    expect(rule?.levelBits).toBe(bitOf('surname.part') | bitOf('ssn.nine'));
  });

  it('keeps every level inside 64 bits', () => {
    for (const { levelBits } of ruleSpace(Object.values(PACKS)).rules)
      expect(levelBits).toBeLessThan(2n ** 64n);
  });

  it('refuses one code for two composites, and a level it does not know', () => {
    const other = {
      ...PACKS.wage,
      rules: [
        {
          code: RULES.surnameStartSsn.code,
          id: 'x',
          levels: ['given.root', 'ssn.nine'] as const,
          role: 'candidate' as const,
        },
      ],
    };
    expect(() => ruleSpace([PACKS.wage, other])).toThrow(RangeError);
    const unknown = {
      ...PACKS.wage,
      rules: [{ code: 999, id: 'x', levels: ['given.rhyme'] as const, role: 'candidate' as const }],
    };
    expect(() => ruleSpace([unknown])).toThrow(RangeError);
  });

  it('believes a tag of something rare only where a candidate token knows the rare side', () => {
    expect(anchorBits(['surname.oneDeletion', 'ssn.nine'])).toBe(bitOf('ssn.nine'));
    expect(anchorBits(['surname.part', 'birthDate.year']) & bitOf('surname.exact')).not.toBe(0n);
    expect(anchorBits(['surname.part', 'birthDate.year']) & bitOf('birthDate.yearDay')).not.toBe(0n);
    expect(anchorBits(['surname.part', 'birthDate.year']) & bitOf('zip.five')).toBe(0n);
  });

  it('looks at the tag of a whole middle name where only the root of the given name is known to agree', () => {
    expect(anchorBits(['given.initial', 'middle.exact']) & bitOf('given.root')).not.toBe(0n);
    expect(anchorBits(['surname.part', 'birthDate.year']) & bitOf('given.root')).toBe(0n);
  });
});
