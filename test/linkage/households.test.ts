import type { LinkSource } from '@credlink/linkage';
import { linkUploads } from '@credlink/linker';
import { describe, expect, it } from 'vitest';
import { contribute, subjectIdOf, type TownFile, townsperson, uploadIdOf, withEngine } from './small-town.ts';

const SYLLABLES = 'BAR COL DEM FIN GOR HAL KIN LOM MER NAD PEL ROS SUT TAV VEN WIK ZOL'.split(' ');

/** A person under one of five thousand surnames, so that a surname in common says something. */
function person(number: number): Person {
  const at = (step: number) => SYLLABLES[Math.floor(number / step) % SYLLABLES.length] ?? '';
  return { ...townsperson(number), surname: at(1) + at(17).slice(0, 2) + at(289) };
}

const PEOPLE = Array.from({ length: 400 }, (_, index) => person(index * 37));
const PAIRS = 6;
const TOGETHER = 60;
const TWINS = 20;

/** The given name of another: of the same household, and never the same. */
function otherGivenName(givenName: string): string {
  return givenName === 'PAUL' ? 'OLGA' : 'PAUL';
}

type Person = ReturnType<typeof townsperson>;

/** Two files that agree on everybody but a few: of each of those, the second file has the other of the household. */
async function falseLinks(relative: (person: Person, index: number) => Partial<Person>, withSsn: boolean) {
  return await withEngine(async (engine) => {
    const asFiled = ({ ssn, ...rest }: Person) => (withSsn ? { ...rest, ssn } : rest);
    const others = PEOPLE.slice(PAIRS, PAIRS + TOGETHER).map((person, index) => ({
      ...person,
      givenName: otherGivenName(person.givenName),
      ssn: townsperson(9000 + index).ssn,
      ...(index < TWINS ? {} : { dateOfBirth: townsperson(9000 + index).dateOfBirth }),
    }));
    const second = PEOPLE.map((person, index) =>
      index < PAIRS ? { ...person, ...relative(person, index) } : person,
    );
    const own = (file: number) =>
      Array.from({ length: 200 }, (_, index) => person(20_000 + 10_000 * file + index * 37));
    const files = [
      [...PEOPLE, ...others, ...own(0)],
      [...second, ...others, ...own(1)],
    ].map(
      (records, number): TownFile => ({
        series: `${number === 0 ? 'one' : 'two'}/register`,
        pack: 'full',
        isOneRecordPerPerson: true,
        records: records.map(asFiled),
      }),
    );
    const sources: LinkSource[] = [];
    for (const [number, file] of files.entries()) sources.push(await contribute(engine, file, number));
    await linkUploads(engine, sources, () => undefined, new AbortController().signal);
    const rows = await engine.rows('SELECT upload_id, subject_id, person_id FROM lk_person');
    const persons = new Map(rows.map((row) => [`${row.upload_id}/${row.subject_id}`, String(row.person_id)]));
    const personOf = (number: number, index: number) =>
      persons.get(`${uploadIdOf(number)}/${subjectIdOf(files[number] as TownFile, index, '')}`);
    const joined = PEOPLE.map((_, index) => personOf(0, index) === personOf(1, index));
    return {
      relatives: joined.slice(0, PAIRS).filter(Boolean).length,
      same: joined.slice(PAIRS).filter(Boolean).length,
    };
  });
}

describe.each([true, false])('households, with SSN: %s:', (withSsn) => {
  // Without an SSN a twin is a person with another given name, and that is a matter of how often given names differ.
  it.runIf(withSsn)('twins of whom each file has one are two persons', async () => {
    const found = await falseLinks(
      (one, index) => ({ givenName: otherGivenName(one.givenName), ssn: townsperson(7000 + index).ssn }),
      withSsn,
    );
    expect(found).toEqual({ relatives: 0, same: PEOPLE.length - PAIRS });
  });

  it('spouses of whom each file has one are two persons', async () => {
    const found = await falseLinks(
      (one, index) => ({
        givenName: otherGivenName(one.givenName),
        dateOfBirth: townsperson(7000 + index).dateOfBirth,
        ssn: townsperson(7000 + index).ssn,
      }),
      withSsn,
    );
    expect(found).toEqual({ relatives: 0, same: PEOPLE.length - PAIRS });
  });

  it('a father and a son of one name are two persons', async () => {
    const found = await falseLinks(
      (_, index) => ({
        dateOfBirth: townsperson(7000 + index).dateOfBirth,
        ssn: townsperson(7000 + index).ssn,
      }),
      withSsn,
    );
    expect(found).toEqual({ relatives: 0, same: PEOPLE.length - PAIRS });
  });
});
