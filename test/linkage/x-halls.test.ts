import { outcomesOf, SCORED } from '@credlink/linkage';
import { linkUploads } from '@credlink/linker';
import type { RawIdentifiers } from '@credlink/tokens';
import { LEVELS } from '@credlink/tokens';
import { describe, expect, it } from 'vitest';
import { contribute, subjectIdOf, type TownFile, townsperson, uploadIdOf, withEngine } from './small-town.ts';

const HALLS = 4;
const RESIDENTS = 100;

/** The first four hundred live in four halls, a hundred each; the others in houses of their own. */
const PEOPLE = Array.from({ length: 1600 }, (_, number) => {
  const person = townsperson(number);
  const hall = Math.floor(number / RESIDENTS);
  return hall < HALLS
    ? { ...person, street: `${69 + hall} HALL ROAD`, city: 'TRENTON', zip: `0861${hall}` }
    : person;
});

type Person = (typeof PEOPLE)[number];

/** As a body without SSNs holds them: every other one without a birth date. */
function holder({ ssn: _, dateOfBirth, ...person }: Person, number: number): RawIdentifiers {
  return number % 2 === 0 ? { ...person, dateOfBirth } : person;
}

const AT_COLLEGE = (number: number) => number % 2 === 0;
const AT_BODY = (number: number) => number % 3 === 0;

const numbersOf = (isIn: (number: number) => boolean) => PEOPLE.map((_, number) => number).filter(isIn);

/** Of the files of a town, which persons are in which place. */
const NUMBERS = [
  numbersOf(() => true),
  numbersOf(AT_COLLEGE),
  numbersOf(AT_BODY),
  numbersOf((number) => AT_COLLEGE(number) && number % 10 === 0),
];

function file(
  index: number,
  series: string,
  pack: TownFile['pack'],
  recordOf: (person: Person, number: number) => RawIdentifiers,
): TownFile {
  const records = (NUMBERS[index] ?? []).map((number) =>
    recordOf(PEOPLE[number] ?? townsperson(number), number),
  );
  return { series, pack, isOneRecordPerPerson: pack === 'register', records };
}

const reference = (number: number) => ({ issuer: 'college', value: `S${number}` });

const FILES: readonly TownFile[] = [
  file(0, 'state/register', 'register', (person) => person),
  file(1, 'college/roster', 'full', ({ ssn: _, ...person }, number) => ({
    ...person,
    reference: reference(number),
  })),
  file(2, 'body/holders', 'holder', holder),
  file(3, 'clearing/clearinghouse', 'enrolment', ({ givenName, surname }, number) => ({
    givenName,
    surname,
    reference: reference(number),
  })),
];

describe('a town with halls of a hundred residents', () => {
  it('links no two residents of a hall for their address, with a clearinghouse beside', async () => {
    await withEngine(async (engine) => {
      const sources = [];
      for (const [number, one] of FILES.entries()) sources.push(await contribute(engine, one, number));
      const { linksTable, quality } = await linkUploads(
        engine,
        sources,
        () => undefined,
        new AbortController().signal,
      );
      const rows = await engine.rows(`SELECT upload_id, subject_id, person_id FROM ${linksTable}`);
      const personOf = new Map(rows.map((row) => [`${row.upload_id}/${row.subject_id}`, row.person_id]));
      const found = FILES.map((one, index) =>
        one.records.map((_, record) => personOf.get(`${uploadIdOf(index)}/${subjectIdOf(one, record, '')}`)),
      );
      const number = (index: number, record: number) => NUMBERS[index]?.[record] ?? -1;
      const rowsOf: string[] = [];
      for (const index of [0, 2])
        (FILES[index]?.records ?? []).forEach((_, record) => {
          rowsOf.push(
            `('${uploadIdOf(index)}'::UUID, ${subjectIdOf(FILES[index] as TownFile, record, '')}::UBIGINT, ${number(index, record)})`,
          );
        });
      await engine.run('CREATE TEMP TABLE x_true (upload_id UUID, subject_id UBIGINT, person INTEGER)');
      await engine.run(`INSERT INTO x_true VALUES ${rowsOf.join(', ')}`);
      await engine.run(
        `CREATE TEMP TABLE x_node AS SELECT m.nid, x.person, x.upload_id FROM x_true x JOIN lk_member m USING (subject_id)`,
      );
      for (const r of await engine.rows(
        `SELECT c.pattern, c.name_bucket, k.pair_type, avg(k.weight) w, count(*) n FROM lk_link k JOIN x_node p ON p.nid = k.a JOIN x_node q ON q.nid = k.b JOIN lk_combo c USING (combo) WHERE p.person <> q.person AND p.upload_id <> q.upload_id GROUP BY 1, 2, 3 HAVING avg(k.weight) > -6 ORDER BY w DESC LIMIT 30`,
      )) {
        const o = outcomesOf(Number(r.pattern));
        process.stderr.write(
          `linked wrong t${r.pair_type} ${r.n} ${Number(r.w).toFixed(2)} b${r.name_bucket} ${SCORED.map(
            (a, i) => (o[i] === 0 ? '' : `${a}:${o[i] === 15 ? 'X' : LEVELS[a][(o[i] ?? 1) - 1]}`),
          )
            .filter(Boolean)
            .join(' ')}\n`,
        );
      }
      process.stderr.write(
        `linked ${JSON.stringify({ ambiguous: quality.ambiguous, persons: quality.persons })}\n`,
      );
      for (const [title, where] of [
        ['missed', 'k.posterior < .5'],
        ['linked', 'k.posterior >= .5'],
      ]) {
        const patterns = await engine.rows(
          `SELECT c.pattern, c.name_bucket, (p.person < 400) AS hall, avg(k.weight) w, count(*) n FROM x_node p JOIN x_node q ON p.person = q.person AND p.upload_id < q.upload_id JOIN lk_link k ON k.a = least(p.nid, q.nid) AND k.b = greatest(p.nid, q.nid) JOIN lk_combo c USING (combo) WHERE ${where} GROUP BY 1, 2, 3 ORDER BY n DESC LIMIT 2`,
        );
        for (const r of patterns) {
          const o = outcomesOf(Number(r.pattern));
          process.stderr.write(
            `${title} ${r.n} ${Number(r.w).toFixed(2)} hall ${r.hall} b${r.name_bucket} ${SCORED.map(
              (a, i) => (o[i] === 0 ? '' : `${a}:${o[i] === 15 ? 'X' : LEVELS[a][(o[i] ?? 1) - 1]}`),
            )
              .filter(Boolean)
              .join(' ')}\n`,
          );
        }
      }
      for (const [left, right] of [
        [0, 1],
        [0, 2],
        [1, 2],
      ] as const) {
        const { wrong, right: correct, possible } = compare(left, right, found);
        expect(wrong / Math.max(1, wrong + correct), `${left}-${right}`).toBeLessThanOrEqual(0.025);
        expect(correct / possible, `${left}-${right}`).toBeGreaterThan(0.95);
      }
    });
  });
});

/** Pairs of records of two files in one person, and how many of them are of one townsperson. */
function compare(left: number, right: number, found: readonly (readonly unknown[])[]) {
  const peopleOf = (index: number) => {
    const people = new Map<unknown, number[]>();
    for (const [record, person] of (found[index] ?? []).entries())
      if (person !== undefined && person !== null)
        people.set(person, [...(people.get(person) ?? []), NUMBERS[index]?.[record] ?? -1]);
    return people;
  };
  const others = peopleOf(right);
  let [wrong, correct] = [0, 0];
  for (const [person, numbers] of peopleOf(left))
    for (const number of numbers)
      for (const other of others.get(person) ?? []) {
        if (number === other) correct += 1;
        else wrong += 1;
      }
  const here = new Set(NUMBERS[right]);
  return {
    wrong,
    right: correct,
    possible: (NUMBERS[left] ?? []).filter((number) => here.has(number)).length,
  };
}
