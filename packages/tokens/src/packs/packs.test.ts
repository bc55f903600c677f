import { describe, expect, it } from 'vitest';
import { IMPLIED_LEVELS, type KnownLevel } from '../levels/level-order.ts';
import { isKnownLevel } from '../levels/level-values.ts';
import type { Level } from '../rule-pack.ts';
import { type PACK_NAMES, PACKS, packFor } from './packs.ts';
import { RULES } from './rules.ts';

const WHOLE_NAMES: readonly KnownLevel[] = ['surname.part', 'given.root'];

/** Whether a level agrees whenever another one does. */
function follows(strong: Level, weak: Level): boolean {
  return (
    strong === weak ||
    (isKnownLevel(strong) && IMPLIED_LEVELS[strong]?.some((level) => level === weak) === true)
  );
}

const ALL = Object.values(RULES);

function attributesOf(levels: readonly string[]): readonly string[] {
  return [...new Set(levels.map((level) => level.split('.')[0] ?? ''))].sort();
}

describe('rule packs', () => {
  it('never give one code to two rules', () => {
    expect(new Set(ALL.map(({ code }) => code)).size).toBe(ALL.length);
  });

  it('name levels that exist and fit the columns of the identity file', () => {
    for (const { code, levels } of ALL) {
      expect(levels.every(isKnownLevel)).toBe(true);
      expect(code).toBeGreaterThan(0);
      expect(code).toBeLessThan(65_536);
    }
  });

  it('never send one attribute alone, but for what is specific to a person by itself', () => {
    const alone = ALL.filter(({ levels }) => attributesOf(levels).length === 1).map(({ id }) => id);
    expect(alone).toEqual(['surname.unordered', 'email.address', 'reference.exact']);
  });

  it('never send an SSN, whole or in part, without a name, a birth date or a ZIP beside it', () => {
    for (const { levels } of ALL.filter((rule) => attributesOf(rule.levels).includes('ssn'))) {
      expect(attributesOf(levels).length).toBeGreaterThan(1);
    }
  });

  it('keep wage records to the SSN with one name, or its last four digits with both', () => {
    for (const { levels } of PACKS.wage.rules) {
      const attributes = attributesOf(levels);
      expect(attributes).toContain('ssn');
      for (const attribute of attributes) expect(['given', 'middle', 'ssn', 'surname']).toContain(attribute);
      if (!levels.includes('ssn.nine')) {
        expect(attributes).toEqual(['given', 'ssn', 'surname']);
      }
    }
  });

  it('compare a name as a whole wherever a candidate finds a part or the sound of it', () => {
    const open: string[] = [];
    for (const pack of [PACKS.full, PACKS.register, PACKS.wage]) {
      const pairs = pack.rules.filter(({ levels }) => levels.length === 2);
      for (const { levels, id } of pairs.filter(({ role }) => role === 'candidate')) {
        for (const [place, weak] of levels.entries()) {
          const anchor = levels[1 - place] ?? weak;
          const whole = WHOLE_NAMES.find(
            (level) => attributesOf([level]).join() === attributesOf([weak]).join(),
          );
          if (whole === undefined || weak === whole) continue;
          const isSeen = pairs.some(
            (rule) =>
              rule.levels.includes(whole) &&
              rule.levels.every((level) => level === whole || follows(anchor, level)),
          );
          if (!isSeen) open.push(`${pack.name}: ${whole} beside ${id}`);
        }
      }
    }
    expect(open).toEqual([]);
  });

  it('share rules between every pair of packs that must join', () => {
    const codes = (name: (typeof PACK_NAMES)[number]) => new Set(PACKS[name].rules.map(({ code }) => code));
    for (const name of ['full', 'register', 'enrolment', 'holder'] as const) {
      const needed = PACKS.wage.rules.filter(({ role }) => role === 'candidate' || name !== 'register');
      for (const { code } of needed) expect(codes(name).has(code)).toBe(true);
    }
    expect([...codes('reference')].every((code) => codes('full').has(code))).toBe(true);
    expect(codes('enrolment').has(RULES.reference.code)).toBe(true);
  });

  it('are chosen by the kind of source', () => {
    expect(packFor('wages').name).toBe('wage');
    expect(packFor('holders').name).toBe('holder');
    expect(packFor('roster').name).toBe('full');
    expect(packFor('register').name).toBe('register');
    expect(packFor('clearinghouse').name).toBe('enrolment');
    for (const kind of ['enrollment', 'courses', 'awards', 'level_gains'] as const) {
      expect(packFor(kind).name).toBe('reference');
    }
  });
});
