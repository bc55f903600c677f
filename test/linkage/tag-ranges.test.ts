import type { LinkSource } from '@credlink/linkage';
import { linkUploads } from '@credlink/linker';
import type { Engine } from '@credlink/vault';
import { expect, test } from 'vitest';
import { contribute, type TownFile, townsperson, withEngine } from './small-town.ts';

/** People with a slip in every third surname of the second file, so that evidence decides something. */
function people(from: number, to: number, hasSlips: boolean) {
  return Array.from({ length: to - from }, (_, index) => {
    const person = townsperson(from + index);
    return hasSlips && index % 3 === 0 ? { ...person, surname: `${person.surname}X`, ssn: '' } : person;
  });
}

const FILES: readonly TownFile[] = [
  { series: 'state/register', pack: 'register', isOneRecordPerPerson: true, records: people(0, 300, false) },
  { series: 'other/register', pack: 'register', isOneRecordPerPerson: true, records: people(100, 350, true) },
  { series: 'body/holders', pack: 'holder', isOneRecordPerPerson: false, records: people(50, 200, true) },
];

/** Every pair with its weight, and every person. */
async function decided(engine: Engine, sources: readonly LinkSource[], tagBytes: number | undefined) {
  await linkUploads(engine, sources, () => undefined, new AbortController().signal, tagBytes);
  return {
    pairs: await engine.rows('SELECT a, b, weight FROM lk_link ORDER BY a, b'),
    persons: await engine.rows(
      'SELECT upload_id, subject_id, person_id FROM lk_person ORDER BY upload_id, subject_id',
    ),
  };
}

test('how many tags are held at once decides nothing', async () => {
  await withEngine(async (engine) => {
    const sources: LinkSource[] = [];
    for (const [number, file] of FILES.entries()) sources.push(await contribute(engine, file, number));
    const atOnce = await decided(engine, sources, undefined);
    expect(atOnce.pairs.length).toBeGreaterThan(400);
    // Ranges of some thirty nodes, and of some 150.
    for (const tagBytes of [20_000, 100_000]) {
      expect(await decided(engine, sources, tagBytes)).toEqual(atOnce);
    }
  });
});
