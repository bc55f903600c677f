import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '@credlink/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readCubePersons } from '../bench/protect-persons.ts';
import { readSpec } from '../bench/protect-spec.ts';
import { csv, ROWS, SPEC } from './small-folder.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'credlink-cube-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function refusalOf(spec: unknown, micro: string | Uint8Array | null): Promise<AppError | null> {
  const path = join(folder, 'spec.json');
  const persons = join(folder, 'micro.csv');
  await writeFile(path, typeof spec === 'string' ? spec : JSON.stringify(spec));
  await rm(persons, { force: true });
  if (micro !== null) await writeFile(persons, micro);
  try {
    await readCubePersons(persons, 'micro.csv', await readSpec(path));
    return null;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

/** A stable code and one line, which names places and never what stands there. */
async function expectRefused(refused: Promise<AppError | null>, code: string, words: RegExp): Promise<void> {
  const error = await refused;
  expect(error?.code).toBe(code);
  expect(error?.message).toMatch(words);
  expect(error?.message).toMatch(/^[ -~]+$/);
  expect(error?.message).not.toMatch(/__proto__|R9|C9/);
}

test('a whole folder is read', async () => {
  expect(await refusalOf(SPEC, csv(ROWS))).toBeNull();
  expect(await refusalOf(SPEC, `\uFEFF${csv(ROWS).replaceAll('\n', '\r\n')}`)).toBeNull();
});

const { dims } = SPEC;
const withParents = (parents: object) => ({
  ...SPEC,
  dims: { ...dims, region: { total: 'RT', parents } },
});

describe('spec.json', () => {
  const cases: readonly (readonly [string, unknown, string, RegExp])[] = [
    ['a hierarchy with a cycle', withParents({ R1: 'R2', R2: 'R1' }), 'cube_malformed', /dimension region/],
    ['a code that is its own parent', withParents({ R1: 'R1', R2: 'RT' }), 'cube_malformed', /region/],
    [
      'a child with two parents',
      JSON.stringify(SPEC).replace('"R1":"RT"', '"R1":"RT","R1":"R2"'),
      'cube_malformed',
      /two parents/,
    ],
    ['parents in a list', withParents({ R1: ['RT', 'R2'], R2: 'RT' }), 'cube_malformed', /dims\.region/],
    ['a child outside its table', withParents({ R1: 'RT', R2: 'R9' }), 'cube_malformed', /region/],
    ['a total with a parent', withParents({ R1: 'RT', RT: 'R1' }), 'cube_malformed', /region/],
    ['T = 0', { ...SPEC, threshold: 0 }, 'policy_invalid', /at least 2/],
    ['T = 1', { ...SPEC, threshold: 1 }, 'policy_invalid', /at least 2/],
    ['T no number', { ...SPEC, threshold: '10' }, 'policy_invalid', /at least 2/],
    ['no T', { ...SPEC, threshold: undefined }, 'policy_invalid', /at least 2/],
    ['an unknown key', { ...SPEC, treshold: 10 }, 'cube_malformed', /not known/],
    [
      'a table of an unknown dimension',
      { ...SPEC, tables: [{ name: 't', dims: ['x'] }] },
      'cube_malformed',
      /dimension/,
    ],
    ['no table', { ...SPEC, tables: [] }, 'cube_malformed', /tables/],
    [
      'two tables of one name',
      { ...SPEC, tables: [...SPEC.tables, ...SPEC.tables] },
      'cube_malformed',
      /name/,
    ],
    [
      'a dimension twice',
      { ...SPEC, tables: [{ name: 't', dims: ['region', 'region'] }] },
      'cube_malformed',
      /twice/,
    ],
    [
      'an offer that no leaf has',
      { ...SPEC, structural: { dims: ['region'], offered: [['R9']] } },
      'cube_malformed',
      /offered/,
    ],
    ['a code that would break a key', withParents({ 'R1|R2': 'RT' }), 'cube_malformed', /dims\.region/],
    [
      'a hostile name',
      { ...SPEC, dims: { ...dims, '\u001b[31mred\n': dims.region } },
      'cube_malformed',
      /dims/,
    ],
    ['half a file', JSON.stringify(SPEC).slice(0, 100), 'cube_malformed', /not JSON/],
    ['another document', '[]', 'cube_malformed', /the document/],
    ['an empty file', '', 'cube_malformed', /not JSON/],
  ];
  test.each(cases)('%s', async (_name, spec, code, words) => {
    await expectRefused(refusalOf(spec, csv(ROWS)), code, words);
  });
});

describe('micro.csv', () => {
  const cases: readonly (readonly [string, string | Uint8Array | null, string, RegExp])[] = [
    ['no file', null, 'file_not_found', /micro\.csv/],
    ['an empty file', '', 'file_empty', /micro\.csv/],
    ['a header alone', csv([]), 'no_usable_rows', /no person/],
    ['a missing column', csv(ROWS, 'person,credential,area,issuer'), 'cube_malformed', /column region/],
    ['no insiders', csv(ROWS, 'person,credential,region,other'), 'cube_malformed', /column issuer/],
    ['a column twice', csv(ROWS, 'person,credential,region,region'), 'cube_malformed', /same name/],
    ['a ragged row', csv([...ROWS, 'P91,C1']), 'cube_malformed', /line 92/],
    ['a row with a field too many', csv([...ROWS, 'P91,C1,R1,I1,x']), 'cube_malformed', /line 92/],
    ['nobody', csv([...ROWS, ',C1,R1,I1']), 'cube_malformed', /line 92/],
    [
      'a person in two children of one parent',
      csv([...ROWS, 'P1,C1,R1,I1']),
      'cube_malformed',
      /line 92.*earlier/,
    ],
    ['a code nobody knows', csv([...ROWS, 'P91,C9,R1,I1']), 'cube_malformed', /line 92.*credential/],
    ['a code above the leaves', csv([...ROWS, 'P91,F1,R1,I1']), 'cube_malformed', /line 92.*leaf/],
    ['no code', csv([...ROWS, 'P91,C1,,I1']), 'cube_malformed', /line 92.*region/],
    ['a number for a code', csv([...ROWS, 'P91,1,R1,I1']), 'cube_malformed', /line 92/],
    ['a hostile code', csv([...ROWS, 'P91,__proto__,R1,I1']), 'cube_malformed', /line 92/],
    ['a terminal code', csv([...ROWS, '\u001b[2J,C1,R1,I1']), 'cube_malformed', /line 92/],
    ['a NUL byte', csv([...ROWS, 'P\0,C1,R1,I1']), 'file_has_nul', /line 92/],
    [
      'bytes that are no UTF-8',
      Buffer.from([...Buffer.from(csv(ROWS)), 0xff, 0x2c, 0x0a]),
      'file_encoding',
      /line 92/,
    ],
    ['a line without an end', `${csv(ROWS)}${'x'.repeat(1 << 20)}`, 'line_too_long', /line 92/],
  ];
  test.each(cases)('%s', async (_name, micro, code, words) => {
    await expectRefused(refusalOf(SPEC, micro), code, words);
  });

  test('a combination that is not offered', async () => {
    const spec = { ...SPEC, structural: { dims: ['region', 'credential'], offered: [['R1', 'C1']] } };
    await expectRefused(refusalOf(spec, csv(ROWS)), 'cube_malformed', /line 3.*offer/);
  });
});
