import type { LinkSource } from '@credlink/linkage';
import { linkUploads } from '@credlink/linker';
import { PACKS } from '@credlink/tokens';
import type { Engine } from '@credlink/vault';
import { expect, it } from 'vitest';
import { contribute, forge, type TownFile, townsperson, withEngine } from './small-town.ts';

const RULE = PACKS.register.rules.find(({ role }) => role === 'candidate')?.code ?? 0;
const PEOPLE = 150;

/** An upload of which, under one rule, `share` subjects at a time share one value, and nothing else with anybody. */
function crowd(
  engine: Engine,
  party: string,
  number: number,
  { subjects, share, value }: { subjects: number; share: number; value: string },
): Promise<LinkSource> {
  const others = PACKS.register.rules.map(({ code }) => code).filter((code) => code !== RULE);
  return forge(engine, {
    party,
    number,
    subjects,
    isOneRecordPerPerson: share === subjects,
    tokens: `SELECT subject::UBIGINT AS subject_id, ${RULE}::USMALLINT AS rule, md5('${value}/' || subject // ${share})::UUID AS token FROM range(${subjects}) AS s(subject)
    UNION ALL
    SELECT subject::UBIGINT, code::USMALLINT, md5('${party}/' || code || '/' || subject)::UUID
    FROM range(${subjects}) AS s(subject), (SELECT unnest([${share === subjects ? others.join(', ') : ''}]::INTEGER[]) AS code)`,
  });
}

it('pairs that one rule alone proposes are left out beyond its budget, and said; people are linked all the same', async () => {
  await withEngine(async (engine) => {
    const records = Array.from({ length: PEOPLE }, (_, number) => townsperson(number));
    const town: LinkSource[] = [];
    for (const [number, party] of ['one', 'two'].entries()) {
      const file: TownFile = {
        series: `${party}/register`,
        pack: 'register',
        isOneRecordPerPerson: true,
        records,
      };
      town.push(await contribute(engine, file, number));
    }
    const linkWith = async (subjects: number) => {
      const all = { subjects, share: subjects, value: 'one' };
      const crowds = [await crowd(engine, 'east', 7, all), await crowd(engine, 'west', 8, all)];
      const { quality } = await linkUploads(
        engine,
        [...town, ...crowds],
        () => undefined,
        new AbortController().signal,
      );
      const between = (left: string, right: string) =>
        quality.pairs.find((pair) => pair.left === `${left}/register` && pair.right === `${right}/register`);
      return {
        lone: quality.lone,
        pairs: between('east', 'west')?.candidates ?? 0,
        links: between('one', 'two')?.links,
      };
    };

    const few = 300;
    expect(await linkWith(few)).toEqual({ lone: [], pairs: few ** 2, links: PEOPLE });
    const many = 400;
    expect(await linkWith(many)).toEqual({
      lone: [{ rule: RULE, largestBlock: 2, leftOut: many ** 2 }],
      pairs: 0,
      links: PEOPLE,
    });
  });
});

it('an upload that uses up its own lone pairs takes none from others', async () => {
  await withEngine(async (engine) => {
    // Three by three within one file: above the 159,000 that a file of so many nodes may have.
    const subjects = 180_000;
    const few = { subjects: 300, share: 300, value: 'few' };
    const sources = [
      await crowd(engine, 'east', 7, few),
      await crowd(engine, 'west', 8, few),
      await crowd(engine, 'forger', 9, { subjects, share: 3, value: 'forged' }),
    ];
    const { quality } = await linkUploads(engine, sources, () => undefined, new AbortController().signal);
    const candidates = (left: string, right: string) =>
      quality.pairs.find((pair) => pair.left === `${left}/register` && pair.right === `${right}/register`)
        ?.candidates ?? 0;
    expect(quality.lone).toEqual([{ rule: RULE, largestBlock: 2, leftOut: subjects }]);
    expect(candidates('forger', 'forger')).toBe(0);
    expect(candidates('east', 'west')).toBe(few.subjects ** 2);
  });
});

it('an upload that bears the very values of two others takes none of the pairs between them', async () => {
  await withEngine(async (engine) => {
    // A value each that the other has too: above the 167,000 that two files of so many nodes may have.
    const subjects = 170_000;
    const same = { subjects, share: 1, value: 'same' };
    const sources: LinkSource[] = [];
    for (const [number, party] of ['east', 'west', 'forger'].entries())
      sources.push(await crowd(engine, party, number, same));
    for (const all of [sources.slice(0, 2), sources]) {
      const { quality } = await linkUploads(engine, all, () => undefined, new AbortController().signal);
      expect(quality.lone).toEqual([]);
      expect(
        quality.pairs.find((pair) => pair.left === 'east/register' && pair.right === 'west/register')
          ?.candidates,
      ).toBe(subjects);
    }
  });
});
