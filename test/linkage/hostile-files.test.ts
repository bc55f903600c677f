import type { LinkSource } from '@credlink/linkage';
import { linkUploads } from '@credlink/linker';
import type { Engine } from '@credlink/vault';
import { describe, expect, it } from 'vitest';
import {
  contribute,
  storeTokens,
  subjectIdOf,
  type TownFile,
  townsperson,
  uploadIdOf,
  withEngine,
} from './small-town.ts';

const PEOPLE = Array.from({ length: 400 }, (_, number) => townsperson(number));
const REGISTER: TownFile = {
  series: 'state/register',
  pack: 'register',
  isOneRecordPerPerson: true,
  records: PEOPLE,
};

async function linkFiles(engine: Engine, files: readonly TownFile[]) {
  const sources: LinkSource[] = [];
  for (const [number, file] of files.entries()) sources.push(await contribute(engine, file, number));
  const { quality } = await linkUploads(engine, sources, () => undefined, new AbortController().signal);
  const rows = await engine.rows('SELECT upload_id, subject_id, person_id FROM lk_person');
  const persons = new Map(rows.map((row) => [`${row.upload_id}/${row.subject_id}`, String(row.person_id)]));
  const personOf = (number: number, index: number) => {
    const file = files[number];
    return file && persons.get(`${uploadIdOf(number)}/${subjectIdOf(file, index, '')}`);
  };
  return { quality, personOf };
}

/** Records of file 1 that are with their own person of file 0, with another of its persons, and with nobody. */
function tally(people: number, personOf: (file: number, index: number) => string | undefined) {
  const owners = new Map(Array.from({ length: people }, (_, index) => [personOf(0, index), index]));
  const found = { right: 0, wrong: 0, alone: 0 };
  for (let index = 0; index < people; index += 1) {
    const owner = owners.get(personOf(1, index));
    found[owner === undefined ? 'alone' : owner === index ? 'right' : 'wrong'] += 1;
  }
  return found;
}

describe('a file', () => {
  it.each([
    ['a number that stands for none', '123-45-6789'],
    ['a number that somebody could have', '212-45-6781'],
  ])('of strangers under one SSN, %s, joins none of them to another', async (_, ssn) => {
    await withEngine(async (engine) => {
      const spoilt: TownFile = {
        series: 'body/holders',
        pack: 'holder',
        isOneRecordPerPerson: false,
        records: PEOPLE.map((person) => ({ ...person, ssn })),
      };
      const { personOf, quality } = await linkFiles(engine, [REGISTER, spoilt]);
      const { right, wrong } = tally(PEOPLE.length, personOf);
      expect(wrong).toBe(0);
      expect(right).toBeGreaterThanOrEqual(390);
      expect(new Set(PEOPLE.map((_, index) => personOf(1, index))).size).toBe(PEOPLE.length);
      expect(quality.largestPerson).toBeLessThanOrEqual(2);
    });
  });

  it('of wage lines half under one SSN joins no stranger to its owner, and leaves the other half alone', async () => {
    await withEngine(async (engine) => {
      const line = ({ givenName, surname }: (typeof PEOPLE)[number], ssn: string) => ({
        givenName,
        surname,
        ssn,
      });
      const borrowed = PEOPLE[7]?.ssn ?? '';
      const wages: TownFile = {
        series: 'agency/wages',
        pack: 'wage',
        isOneRecordPerPerson: false,
        records: [
          ...PEOPLE.map((person) => line(person, person.ssn)),
          ...PEOPLE.map((person) => line(person, borrowed)),
        ],
      };
      const { personOf } = await linkFiles(engine, [REGISTER, wages]);
      const { right, wrong } = tally(PEOPLE.length, personOf);
      expect(wrong).toBe(0);
      expect(right).toBeGreaterThanOrEqual(395);
      const owner = personOf(0, 7);
      const joined = PEOPLE.filter((_, index) => personOf(1, PEOPLE.length + index) === owner);
      expect(joined.every(({ givenName }) => givenName === PEOPLE[7]?.givenName)).toBe(true);
    });
  });

  it('of one person a hundred thousand times is one person, at the price of one record', async () => {
    await withEngine(async (engine) => {
      const lines = 100_000;
      const person = townsperson(3);
      const once: TownFile = {
        series: 'agency/wages',
        pack: 'wage',
        isOneRecordPerPerson: false,
        records: [{ givenName: person.givenName, surname: person.surname, ssn: person.ssn }],
      };
      const register = await contribute(engine, REGISTER, 0);
      const line = await contribute(engine, once, 1);
      await engine.run(
        `CREATE TABLE many AS SELECT n::UBIGINT AS subject_id, rule, token FROM town_1 CROSS JOIN range(${lines}) AS r(n)`,
      );
      const wages = { ...line, relation: await storeTokens(engine, 'many', line.pack), subjects: lines };
      const { quality } = await linkUploads(
        engine,
        [register, wages],
        () => undefined,
        new AbortController().signal,
      );
      const [row] = await engine.rows(
        `SELECT count(DISTINCT person_id) AS persons, count(*) AS lines FROM lk_person WHERE upload_id = '${uploadIdOf(1)}'`,
      );
      expect([Number(row?.persons), Number(row?.lines)]).toEqual([1, lines]);
      expect(quality.nodes).toBe(PEOPLE.length + 1);
      expect(quality.pairs.reduce((sum, { candidates }) => sum + candidates, 0)).toBeLessThan(2000);
    });
  });

  it('with 40 % of its rows empty links the others as if those were not there', async () => {
    await withEngine(async (engine) => {
      const isEmpty = (index: number) => index % 5 < 2;
      const holders: TownFile = {
        series: 'body/holders',
        pack: 'holder',
        isOneRecordPerPerson: false,
        records: PEOPLE.map((person, index) => (isEmpty(index) ? {} : person)),
      };
      const { personOf, quality } = await linkFiles(engine, [REGISTER, holders]);
      const { right, wrong } = tally(PEOPLE.length, personOf);
      expect(wrong).toBe(0);
      expect(right).toBeGreaterThanOrEqual(235);
      expect(quality.largestPerson).toBeLessThanOrEqual(2);
    });
  });

  it('that names one of its unique persons twice has neither of the two linked, and the others as ever', async () => {
    await withEngine(async (engine) => {
      const twice: TownFile = {
        series: 'other/register',
        pack: 'register',
        isOneRecordPerPerson: true,
        records: [...PEOPLE, ...PEOPLE.slice(0, 1)],
      };
      const { personOf, quality } = await linkFiles(engine, [REGISTER, twice]);
      expect(personOf(1, 0)).not.toBe(personOf(1, PEOPLE.length));
      expect(personOf(1, 0)).not.toBe(personOf(0, 0));
      expect(personOf(1, PEOPLE.length)).not.toBe(personOf(0, 0));
      expect(quality.ambiguous).toBeGreaterThanOrEqual(1);
      expect(tally(PEOPLE.length, personOf)).toEqual({ right: PEOPLE.length - 1, wrong: 0, alone: 1 });
    });
  });
});
