import type { LinkSource } from '@credlink/linkage';
import { linkUploads } from '@credlink/linker';
import { PACKS } from '@credlink/tokens';
import type { Engine } from '@credlink/vault';
import { expect, it } from 'vitest';
import { contribute, storeTokens, type TownFile, townsperson, uploadIdOf, withEngine } from './small-town.ts';

const RULE = PACKS.register.rules.find(({ role }) => role === 'candidate')?.code ?? 0;
const PEOPLE = 150;

/** An upload of which all subjects share one value under one rule, and nothing else with anybody. */
async function crowd(engine: Engine, party: string, number: number, subjects: number): Promise<LinkSource> {
  const others = PACKS.register.rules.map(({ code }) => code).filter((code) => code !== RULE);
  await engine.run(`CREATE OR REPLACE TABLE ${party} AS
    SELECT subject::UBIGINT AS subject_id, ${RULE}::USMALLINT AS rule, md5('the one value')::UUID AS token FROM range(${subjects}) AS s(subject)
    UNION ALL
    SELECT subject::UBIGINT, code::USMALLINT, md5('${party}/' || code || '/' || subject)::UUID
    FROM range(${subjects}) AS s(subject), (SELECT unnest([${others.join(', ')}]) AS code)`);
  return {
    uploadId: uploadIdOf(number),
    sourceDigest: party,
    relation: await storeTokens(engine, party, PACKS.register),
    series: `${party}/register`,
    organisation: party,
    isUnderOthersReferences: false,
    pack: PACKS.register,
    isOneRecordPerPerson: true,
    subjects,
    chanceAgreement: {},
    attributePresence: {},
  };
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
      const crowds = [await crowd(engine, 'east', 7, subjects), await crowd(engine, 'west', 8, subjects)];
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
      lone: [{ rule: RULE, largestBlock: expect.any(Number), leftOut: many ** 2 }],
      pairs: 0,
      links: PEOPLE,
    });
  });
});
