import type { LinkSource } from '@credlink/linkage';
import { linkUploads } from '@credlink/linker';
import { PACKS } from '@credlink/tokens';
import { expect, it } from 'vitest';
import {
  contribute,
  forge,
  subjectIdOf,
  type TownFile,
  townsperson,
  uploadIdOf,
  withEngine,
} from './small-town.ts';

const SUBJECTS = 3000;
const GROUP = 600;

it('an upload that shares tokens in groups under every rule takes no more than its budget, and is named', async () => {
  await withEngine(async (engine) => {
    const people = Array.from({ length: 150 }, (_, number) => townsperson(number));
    const files = ['one', 'two'].map(
      (party): TownFile => ({
        series: `${party}/register`,
        pack: 'register',
        isOneRecordPerPerson: true,
        records: people,
      }),
    );
    const honest: LinkSource[] = [];
    for (const [number, file] of files.entries()) honest.push(await contribute(engine, file, number));
    const codes = PACKS.register.rules.map(({ code }) => code);
    // Below the budget of every rule (900 000 pairs), four times the budget of a run together.
    const hostile = await forge(engine, {
      party: 'forger',
      number: 7,
      subjects: SUBJECTS,
      isOneRecordPerPerson: false,
      tokens: `SELECT subject::UBIGINT AS subject_id, code::USMALLINT AS rule,
        md5(code || '/' || (row_number() OVER (PARTITION BY code ORDER BY md5(code || '/' || subject)) - 1) // ${GROUP})::UUID AS token
      FROM range(${SUBJECTS}) AS s(subject), (SELECT unnest([${codes.join(', ')}]) AS code)`,
    });
    const { quality } = await linkUploads(
      engine,
      [...honest, hostile],
      () => undefined,
      new AbortController().signal,
    );
    expect(quality.heavy.map(({ uploadId, nodes }) => ({ uploadId, nodes }))).toEqual([
      { uploadId: uploadIdOf(7), nodes: SUBJECTS },
    ]);
    const proposing = PACKS.register.rules.filter(({ role }) => role === 'candidate');
    expect(quality.capped.map(({ rule }) => rule).sort()).toEqual(proposing.map(({ code }) => code).sort());
    expect(quality.capped.every(({ largestBlock }) => largestBlock < GROUP)).toBe(true);
    expect(quality.pairs.reduce((sum, { candidates }) => sum + candidates, 0)).toBeLessThan(20_000);

    const rows = await engine.rows('SELECT upload_id, subject_id, person_id FROM lk_person');
    const persons = new Map(rows.map((row) => [`${row.upload_id}/${row.subject_id}`, row.person_id]));
    const personOf = (number: number, index: number) =>
      persons.get(`${uploadIdOf(number)}/${subjectIdOf(files[number] as TownFile, index, '')}`);
    const together = people.filter((_, index) => personOf(0, index) === personOf(1, index));
    expect(together.length).toBe(people.length);
  });
});
