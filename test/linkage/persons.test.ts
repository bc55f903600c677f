import type { LinkSource } from '@credlink/linkage';
import { linkUploads } from '@credlink/linker';
import type { RawIdentifiers } from '@credlink/tokens';
import type { Engine } from '@credlink/vault';
import { describe, expect, it } from 'vitest';
import { contribute, subjectIdOf, type TownFile, townsperson, uploadIdOf, withEngine } from './small-town.ts';

const PEOPLE = Array.from({ length: 400 }, (_, number) => townsperson(number));

function without(record: RawIdentifiers, ...fields: readonly (keyof RawIdentifiers)[]): RawIdentifiers {
  return Object.fromEntries(
    Object.entries(record).filter(([field]) => !fields.some((name) => name === field)),
  );
}

const REGISTER: TownFile = {
  series: 'state/register',
  pack: 'register',
  isOneRecordPerPerson: true,
  records: PEOPLE,
};
const HOLDERS: TownFile = {
  series: 'body/holders',
  pack: 'holder',
  isOneRecordPerPerson: false,
  records: PEOPLE.slice(0, 200).map((person) => without(person, 'ssn', 'street')),
};

function wages(records: readonly RawIdentifiers[]): TownFile {
  return { series: 'agency/wages', pack: 'wage', isOneRecordPerPerson: false, records };
}

function wageLine(person: RawIdentifiers, changes: RawIdentifiers = {}): RawIdentifiers {
  return {
    givenName: person.givenName ?? '',
    surname: person.surname ?? '',
    ssn: person.ssn ?? '',
    ...changes,
  };
}

/** Links the files, and gives the person of each record: `personOf(file, record)`. */
async function link(
  engine: Engine,
  files: readonly TownFile[],
  salt = '',
  order: (sources: number[]) => number[] = (sources) => sources,
): Promise<(file: number, record: number) => string | undefined> {
  const sources: LinkSource[] = [];
  for (const [number, file] of files.entries()) sources.push(await contribute(engine, file, number, salt));
  const shuffled = order(files.map((_, index) => index))
    .map((index) => sources[index])
    .filter((s) => s !== undefined);
  const { linksTable } = await linkUploads(engine, shuffled, () => undefined, new AbortController().signal);
  const rows = await engine.rows(`SELECT upload_id, subject_id, person_id FROM ${linksTable}`);
  const persons = new Map(rows.map((row) => [`${row.upload_id}/${row.subject_id}`, String(row.person_id)]));
  return (number, record) => {
    const file = files[number];
    return file && persons.get(`${uploadIdOf(number)}/${subjectIdOf(file, record, salt)}`);
  };
}

describe('persons', () => {
  it('bridge a holder without an SSN to wage lines through the register', async () => {
    await withEngine(async (engine) => {
      const lines = wages(PEOPLE.slice(0, 300).map((person) => wageLine(person)));
      const personOf = await link(engine, [REGISTER, HOLDERS, lines]);
      const together = HOLDERS.records.filter(
        (_, index) => personOf(1, index) !== undefined && personOf(1, index) === personOf(2, index),
      );
      expect(together.length).toBeGreaterThanOrEqual(198);
    });
  });

  it('keep a wage line under a borrowed SSN apart from the owner of the number', async () => {
    await withEngine(async (engine) => {
      const lines = wages([
        ...PEOPLE.slice(0, 300).map((person) => wageLine(person)),
        ...PEOPLE.slice(0, 50).map((person) => wageLine(person, { givenName: 'ZEBULON' })),
      ]);
      const personOf = await link(engine, [REGISTER, lines]);
      for (let index = 0; index < 50; index += 1) {
        expect(personOf(1, 300 + index)).not.toBe(undefined);
        expect(personOf(1, 300 + index)).not.toBe(personOf(0, index));
      }
    });
  });

  it('take a married name under the same SSN and given name for the same person', async () => {
    await withEngine(async (engine) => {
      const lines = wages([
        ...PEOPLE.slice(0, 300).map((person) => wageLine(person)),
        ...PEOPLE.slice(0, 20).map((person) => wageLine(person, { surname: 'QUERCETANI' })),
      ]);
      const personOf = await link(engine, [REGISTER, lines]);
      const kept = Array.from({ length: 20 }, (_, index) => personOf(1, 300 + index) === personOf(0, index));
      expect(kept.filter(Boolean).length).toBe(20);
    });
  });

  it('take in wage lines that some of their records could share no token with', async () => {
    await withEngine(async (engine) => {
      const HOMES = 16;
      const [few, many] = [PEOPLE.slice(0, 40), PEOPLE.slice(40)];
      const bad: TownFile = {
        series: 'nurses/holders',
        pack: 'holder',
        isOneRecordPerPerson: false,
        records: few.map((person) => ({
          ...without(person, 'street', 'zip', 'city'),
          givenName: `${person.givenName?.charAt(0)}QUXIBALD`,
        })),
      };
      // The last four digits make no candidate token without a given name.
      const nameless: TownFile = {
        series: 'welders/holders',
        pack: 'holder',
        isOneRecordPerPerson: false,
        records: few.flatMap((person) =>
          Array.from({ length: HOMES }, (_, home) => ({
            ...without(person, 'givenName', 'ssn'),
            street: `${home + 1} OAK ST`,
            ssnLastFour: person.ssn?.slice(-4) ?? '',
          })),
        ),
      };
      const lines = wages([
        ...many.map((person) => wageLine(person)),
        ...few.flatMap((person) => [wageLine(person), wageLine(person, { surname: 'QUERCETANI' })]),
      ]);
      const personOf = await link(engine, [{ ...REGISTER, records: many }, bad, nameless, lines]);
      const places = few.map((_, index) => index);
      expect(places.filter((index) => personOf(2, HOMES * index) === personOf(1, index)).length).toBe(40);
      expect(
        places.filter((index) => personOf(3, many.length + 2 * index) === personOf(1, index)).length,
      ).toBe(40);
    });
  });

  it('never hold two records of a file with one record a person', async () => {
    await withEngine(async (engine) => {
      const twice: TownFile = { ...REGISTER, records: [...PEOPLE.slice(0, 100), ...PEOPLE.slice(0, 100)] };
      await link(engine, [twice, HOLDERS]);
      const [row] = await engine.rows(
        `SELECT coalesce(max(n), 0) AS most FROM (SELECT count(*) AS n FROM lk_person WHERE upload_id = '${uploadIdOf(0)}' GROUP BY person_id)`,
      );
      expect(Number(row?.most)).toBe(1);
      const [tied] = await engine.rows('SELECT count(*) AS ties FROM lk_tie');
      expect(Number(tied?.ties)).toBeGreaterThanOrEqual(95);
    });
  });

  it('join the files of one organisation by its own record reference, whatever the names say', async () => {
    await withEngine(async (engine) => {
      const reference = (value: string) => ({ issuer: 'college', value });
      const roster: TownFile = {
        series: 'college/roster',
        pack: 'full',
        isOneRecordPerPerson: false,
        records: PEOPLE.slice(0, 60).map((person, index) => ({
          ...person,
          reference: reference(`S${index}`),
        })),
      };
      const courses: TownFile = {
        series: 'college/courses',
        pack: 'reference',
        isOneRecordPerPerson: false,
        records: roster.records.map((_, index) => ({ reference: reference(`S${index}`) })),
      };
      const elsewhere: TownFile = {
        ...courses,
        series: 'other/courses',
        records: courses.records.map((_, index) => ({ reference: { issuer: 'other', value: `S${index}` } })),
      };
      const personOf = await link(engine, [roster, courses, elsewhere]);
      for (let index = 0; index < 60; index += 1) {
        expect(personOf(1, index)).toBe(personOf(0, index));
        expect(personOf(2, index)).not.toBe(personOf(0, index));
      }
    });
  });

  describe('under the references of a college', () => {
    const REFERENCED = PEOPLE.slice(0, 40);
    const reference = (index: number) => ({ issuer: 'college', value: `S${index}` });
    const fileOf = (
      series: string,
      pack: TownFile['pack'],
      recordOf: (person: RawIdentifiers, index: number) => readonly RawIdentifiers[],
    ): TownFile => ({
      series,
      pack,
      isOneRecordPerPerson: false,
      records: REFERENCED.flatMap((person, index) =>
        recordOf(person, index).map((record) => ({ ...record, reference: reference(index) })),
      ),
    });
    const named = (person: RawIdentifiers, surname = person.surname ?? ''): RawIdentifiers => ({
      givenName: person.givenName ?? '',
      surname,
    });
    const ROSTER = fileOf('college/roster', 'full', (person) => [person]);

    it('are not joined by another organisation that knows the numbers', async () => {
      await withEngine(async (engine) => {
        const numbers = fileOf('forger/courses', 'reference', () => [{}]);
        const invented = fileOf('forger/roster', 'full', (_, index) => [
          { ...townsperson(5000 + index), dateOfBirth: '1931-01-01' },
        ]);
        const personOf = await link(engine, [ROSTER, numbers, invented]);
        for (const index of REFERENCED.keys()) {
          expect(personOf(0, index)).not.toBe(undefined);
          expect(personOf(1, index)).not.toBe(personOf(0, index));
          expect(personOf(2, index)).not.toBe(personOf(0, index));
        }
      });
    });

    it('are joined by a clearinghouse where two names agree, and only there', async () => {
      await withEngine(async (engine) => {
        const withMiddle = { ...ROSTER, records: ROSTER.records.map((one) => ({ ...one, middleName: 'Q' })) };
        const answer = fileOf('clearing/clearinghouse', 'enrolment', (person, index) => [
          {
            ...named(person, index < 20 ? person.surname : 'QUERCETANI'),
            middleName: index < 30 ? 'Q' : 'X',
          },
        ]);
        const personOf = await link(engine, [withMiddle, answer]);
        const joined = [...REFERENCED.keys()].filter((index) => personOf(1, index) === personOf(0, index));
        expect(joined).toEqual(Array.from({ length: 30 }, (_, index) => index));
      });
    });

    /** Nodes that hold records of both files: what a reference joins, before any weight is looked at. */
    async function nodesOfBoth(engine: Engine, left: number, right: number): Promise<number> {
      const of = (file: number) =>
        `SELECT nid FROM lk_member JOIN lk_source USING (source) WHERE upload_id = '${uploadIdOf(file)}'`;
      const [row] = await engine.rows(`SELECT count(*) AS nodes FROM (${of(left)} INTERSECT ${of(right)})`);
      return Number(row?.nodes);
    }

    it('are joined by nobody else through a clearinghouse, not even with a list of guessed names', async () => {
      await withEngine(async (engine) => {
        const answer = fileOf('clearing/clearinghouse', 'enrolment', (person) => [named(person)]);
        const guesses = fileOf('forger/roster', 'full', (person) => [
          named(person),
          ...['ABELSON', 'BAKERLEY', 'COOKSEY'].map((surname) => named(person, surname)),
        ]);
        await link(engine, [ROSTER, answer, guesses]);
        expect(await nodesOfBoth(engine, 0, 1)).toBe(40);
        expect(await nodesOfBoth(engine, 0, 2)).toBe(0);
        expect(await nodesOfBoth(engine, 1, 2)).toBe(0);
      });
    });

    it('are left alone by a clearinghouse that cannot tell which of two organisations gave the number', async () => {
      await withEngine(async (engine) => {
        const answer = fileOf('clearing/clearinghouse', 'enrolment', (person) => [named(person)]);
        const copied = fileOf('forger/roster', 'full', (person) => [named(person)]);
        await link(engine, [ROSTER, answer, copied]);
        expect(await nodesOfBoth(engine, 0, 1)).toBe(0);
        expect(await nodesOfBoth(engine, 0, 2)).toBe(0);
        expect(await nodesOfBoth(engine, 1, 2)).toBe(0);
      });
    });
  });

  it('are the same whatever the order of the uploads and the subject ids', async () => {
    await withEngine(async (engine) => {
      const files = [REGISTER, HOLDERS, wages(PEOPLE.slice(0, 300).map((person) => wageLine(person)))];
      const first = await link(engine, files);
      const persons = files.map((file, number) => file.records.map((_, index) => first(number, index)));
      const second = await link(engine, files, 'other ids', (indexes) => indexes.reverse());
      expect(files.map((file, number) => file.records.map((_, index) => second(number, index)))).toEqual(
        persons,
      );
    });
  });
});
