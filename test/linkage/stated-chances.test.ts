import type { LinkSource } from '@credlink/linkage';
import { linkUploads } from '@credlink/linker';
import type { RawIdentifiers } from '@credlink/tokens';
import { expect, it } from 'vitest';
import { contribute, subjectIdOf, type TownFile, townsperson, uploadIdOf, withEngine } from './small-town.ts';

const SHARED = 200;
const NAMESAKES = 100;

/** Of two parties' people some are the same; others bear the same names and live in the same town, and are not. */
function record(number: number, party: number): RawIdentifiers {
  const person = townsperson(number);
  if (number < SHARED) return person;
  const { givenName, surname, city } = person;
  const other = townsperson(number + 1000 * (party + 1));
  return { ...other, givenName, surname, city };
}

const FILES: readonly TownFile[] = ['one', 'two'].map((party, index) => ({
  series: `${party}/register`,
  pack: 'register',
  isOneRecordPerPerson: false,
  records: Array.from({ length: SHARED + NAMESAKES }, (_, number) => record(number, index)),
}));

/** People and namesakes whose records the linker brings together where the first party states what it likes. */
async function linked(
  state: (source: LinkSource) => Partial<LinkSource>,
): Promise<{ readonly right: number; readonly wrong: number }> {
  return withEngine(async (engine) => {
    const sources: LinkSource[] = [];
    for (const [number, file] of FILES.entries()) {
      const source = await contribute(engine, file, number);
      sources.push(number === 0 ? { ...source, ...state(source) } : source);
    }
    await linkUploads(engine, sources, () => undefined, new AbortController().signal);
    const rows = await engine.rows('SELECT upload_id, subject_id, person_id FROM lk_person');
    const persons = new Map(rows.map((row) => [`${row.upload_id}/${row.subject_id}`, row.person_id]));
    const personOf = (file: number, index: number) =>
      persons.get(`${uploadIdOf(file)}/${subjectIdOf(FILES[file] as TownFile, index, '')}`);
    const together = Array.from({ length: SHARED + NAMESAKES }, (_, index) => index).filter(
      (index) => personOf(0, index) === personOf(1, index),
    );
    return {
      right: together.filter((index) => index < SHARED).length,
      wrong: together.filter((index) => index >= SHARED).length,
    };
  });
}

const all = ({ chanceAgreement }: LinkSource, chance: number) => ({
  chanceAgreement: Object.fromEntries(Object.keys(chanceAgreement).map((level) => [level, chance])),
});

it('a manifest of zeros links no namesakes, and a manifest of ones breaks no link', async () => {
  expect(await linked(() => ({}))).toEqual({ right: SHARED, wrong: 0 });
  expect(await linked((source) => all(source, 0))).toEqual({ right: SHARED, wrong: 0 });
  expect(await linked((source) => all(source, 1))).toEqual({ right: SHARED, wrong: 0 });
});
