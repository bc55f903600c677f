import type { LinkSource } from '@credlink/linkage';
import { linkUploads } from '@credlink/linker';
import type { RawIdentifiers } from '@credlink/tokens';
import type { Engine } from '@credlink/vault';
import { expect, it } from 'vitest';
import { linkWithDecoys } from '../../services/linker/src/link/link-with-decoys.ts';
import { contribute, subjectIdOf, type TownFile, townsperson, uploadIdOf, withEngine } from './small-town.ts';

const PEOPLE = Array.from({ length: 260 }, (_, number) => townsperson(number));
const COPIES = 40;

/** A third of the names of the town, and nobody in it. */
const STRANGERS: readonly RawIdentifiers[] = Array.from({ length: 40 }, (_, index) => ({
  ...townsperson(5000 + index),
  surname: PEOPLE[index]?.surname ?? '',
}));

/** The people of the register's first forty, one digit of the day of birth wrong. */
const GARBLED: readonly RawIdentifiers[] = PEOPLE.slice(0, COPIES).map((person) => ({
  ...person,
  dateOfBirth: person.dateOfBirth.replace(/.$/, (digit) => String((Number(digit) + 1) % 8)),
}));

const file = (series: string, records: readonly RawIdentifiers[]): TownFile => ({
  series,
  pack: 'register',
  isOneRecordPerPerson: false,
  records,
});
const REGISTER = file('state/register', PEOPLE);
const HOLDERS = file('body/register', PEOPLE.slice(0, 200));
const PLANTED = file('body/register', [...PEOPLE.slice(0, 200), ...STRANGERS, ...GARBLED]);

const signal = new AbortController().signal;

async function personsIn(engine: Engine): Promise<readonly string[]> {
  const rows = await engine.rows(
    'SELECT upload_id::VARCHAR AS upload, subject_id::VARCHAR AS subject, person_id::VARCHAR AS person, posterior FROM lk_person',
  );
  return rows
    .map(({ upload, subject, person, posterior }) => [upload, subject, person, posterior].join(' '))
    .sort();
}

/** Sums over rows are added up in any order. */
function inNineDigits(value: unknown): string {
  return JSON.stringify(value, (_, inner) => (typeof inner === 'number' ? inner.toPrecision(9) : inner));
}

async function linkPlain() {
  return withEngine(async (engine) => {
    const sources: LinkSource[] = [
      await contribute(engine, REGISTER, 0),
      await contribute(engine, HOLDERS, 1),
    ];
    const { quality } = await linkUploads(engine, sources, () => undefined, signal);
    return { persons: await personsIn(engine), pairs: inNineDigits(quality.pairs) };
  });
}

const subject = (index: number) => String(subjectIdOf(PLANTED, index, ''));

const DECOYS = [
  ...STRANGERS.map((_, index) => ({ subject: subject(200 + index), kind: 'stranger' as const, of: null })),
  ...GARBLED.map((_, index) => ({
    subject: subject(240 + index),
    kind: 'copy' as const,
    of: subject(index),
  })),
];

it('links are the same to the last bit whether decoys were planted or not, and so are estimates but for the order of sums; the decoys are measured', async () => {
  const plain = await linkPlain();
  await withEngine(async (engine) => {
    const honest = await contribute(engine, HOLDERS, 1);
    const planted = await contribute(engine, PLANTED, 1);
    const stated = {
      subjects: honest.subjects,
      chanceAgreement: honest.chanceAgreement,
      attributePresence: honest.attributePresence,
    };
    const digests: string[] = [];
    const steps = new Set<string>();
    const linked = await linkWithDecoys(
      engine,
      [await contribute(engine, REGISTER, 0), { ...planted, ...stated }],
      async (digest) => {
        digests.push(digest);
        steps.add('opened');
        return [{ uploadId: uploadIdOf(1), decoys: DECOYS }];
      },
      ({ step }) => steps.add(step),
      signal,
    );
    expect(await personsIn(engine)).toEqual(plain.persons);
    expect(inNineDigits(linked?.quality.pairs)).toBe(plain.pairs);
    const passes = [...steps];
    expect(passes.slice(0, passes.indexOf('opened')).every((step) => step.endsWith('(blind)'))).toBe(true);
    expect(passes.slice(passes.indexOf('opened') + 1)).toContain('persons');
    expect(digests).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/)]);
    const [quality] = linked?.quality.decoys ?? [];
    expect(quality).toMatchObject({
      source: 'body/register',
      counts: { strangers: 40, strangersLinked: 0, copies: COPIES },
    });
    expect(quality?.counts.copiesFound).toBeGreaterThanOrEqual(COPIES - 2);
    expect(quality?.false?.estimate).toBe(0);
  });
});

it('ends without links where the run is no longer linking', async () => {
  await withEngine(async (engine) => {
    const sources = [await contribute(engine, REGISTER, 0), await contribute(engine, PLANTED, 1)];
    expect(
      await linkWithDecoys(
        engine,
        sources,
        async () => null,
        () => undefined,
        signal,
      ),
    ).toBeNull();
  });
});
