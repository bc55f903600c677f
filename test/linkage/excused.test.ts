import { linkUploads } from '@credlink/linker';
import type { RawIdentifiers } from '@credlink/tokens';
import { expect, it } from 'vitest';
import { contribute, subjectIdOf, type TownFile, townsperson, uploadIdOf, withEngine } from './small-town.ts';

const MIDDLE = 'ALBERT CLARE EMIL FRIDA KONRAD LUISE NORA OSKAR RUTH THEO'.split(' ');
const PEOPLE = Array.from({ length: 600 }, (_, number) => ({
  ...townsperson(number),
  middleName: MIDDLE[(number * 7) % MIDDLE.length] ?? '',
}));

/** Nobody in the register has it. */
const OTHER_NAME = 'ZEBULON';

type Person = (typeof PEOPLE)[number];
type Line = { readonly of: number; readonly record: RawIdentifiers };

function line(of: number, given?: string, middle?: string): Line {
  const { givenName, middleName, surname, ssn } = PEOPLE[of] as Person;
  return {
    of,
    record: { givenName: given ?? givenName, middleName: middle ?? middleName.slice(0, 1), surname, ssn },
  };
}

const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

/** Who work under a name of their own choice, with an initial in one quarter and without in the next. */
const CHOSEN = numbers(0, 20);
/** Of no other file, under whose number a relative with the same initial works; their own lines lack it now and then. */
const LENDERS = numbers(20, 40);
/** Of whom the agency once left the given name out, and under whose number a relative without an initial works. */
const BLANK = numbers(40, 60);

const LINES: readonly Line[] = [
  ...CHOSEN.flatMap((of) => [line(of, OTHER_NAME), line(of, OTHER_NAME, '')]),
  ...LENDERS.flatMap((of) => [line(of), line(of, undefined, ''), line(of, OTHER_NAME)]),
  ...BLANK.flatMap((of) => [line(of, ''), line(of, OTHER_NAME, '')]),
  ...numbers(60, 500).flatMap((of) => [line(of), line(of, undefined, '')]),
];

const FILES: readonly TownFile[] = [
  {
    series: 'state/register',
    pack: 'register',
    isOneRecordPerPerson: true,
    records: PEOPLE.filter((_, number) => !LENDERS.includes(number)),
  },
  {
    series: 'agency/wages',
    pack: 'wage',
    isOneRecordPerPerson: false,
    records: LINES.map(({ record }) => record),
  },
];

it('takes a worker whose lines lack the initial now and then for one person, and nobody who borrows a number for its owner', async () => {
  await withEngine(async (engine) => {
    const sources = [];
    for (const [number, file] of FILES.entries()) sources.push(await contribute(engine, file, number));
    const { linksTable } = await linkUploads(engine, sources, () => undefined, new AbortController().signal);
    const rows = await engine.rows(`SELECT upload_id, subject_id, person_id FROM ${linksTable}`);
    const persons = new Map(rows.map((row) => [`${row.upload_id}/${row.subject_id}`, row.person_id]));
    const personOf = (number: number, record: number) => {
      const file = FILES[number];
      return file && persons.get(`${uploadIdOf(number)}/${subjectIdOf(file, record, '')}`);
    };
    const registered = FILES[0]?.records ?? [];
    const owner = (of: number) => registered.findIndex(({ ssn }) => ssn === PEOPLE[of]?.ssn);
    const linesOf = (people: readonly number[], isUnderOtherName: boolean) =>
      LINES.flatMap(({ of, record }, index) =>
        people.includes(of) && (record.givenName === OTHER_NAME) === isUnderOtherName ? [{ of, index }] : [],
      );
    const withOwner = (people: readonly number[]) =>
      linesOf(people, true).filter(({ of, index }) => personOf(1, index) === personOf(0, owner(of))).length;
    expect(withOwner(CHOSEN)).toBe(2 * CHOSEN.length);
    expect(withOwner(BLANK)).toBe(0);
    const lenders = new Set(linesOf(LENDERS, false).map(({ index }) => personOf(1, index)));
    expect(lenders.size).toBe(LENDERS.length);
    expect(linesOf(LENDERS, true).filter(({ index }) => lenders.has(personOf(1, index)))).toEqual([]);
  });
});
