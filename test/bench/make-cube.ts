import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Random } from '../../packages/sample/src/random.ts';
import { readCommandLine } from './command-line.ts';
import { beforeClosing } from './cube-closing.ts';
import { type CubePerson, createPersonSource } from './cube-persons.ts';
import { nextQuarter } from './cube-quarter.ts';
import { buildCubeSpec, CUBE_SIZES, type CubeSizeName, codes } from './cube-shape.ts';

const USAGE = `usage: make-cube --out DIR [--size xs|s|m|l] [--persons N] [--seed N] [--releases N] [--closing]

Writes micro.csv, micro2.csv (the same roster one quarter later; with --releases up to 9, micro3.csv and so on) and spec.json
into DIR. With --closing also a folder DIR/before, of the quarter before the youngest cohort of micro.csv closed.
xs: 2,000 persons, some 1k cells; s: 5,000, 5k; m: 30,000, 13k; l: 30,000, 41k.
`;

/** More than a roster has. */
const NUMBERS = 10_000_000;

function isSizeName(text: string): text is CubeSizeName {
  return Object.hasOwn(CUBE_SIZES, text);
}

function csv(persons: readonly CubePerson[], columns: readonly (keyof CubePerson)[]): string {
  const rows = persons.map((person) => columns.map((column) => person[column]).join(','));
  return `${[columns.join(','), ...rows].join('\n')}\n`;
}

const { values } = readCommandLine(USAGE, {
  options: {
    out: { type: 'string' },
    size: { type: 'string', default: 'l' },
    persons: { type: 'string' },
    seed: { type: 'string', default: '1' },
    releases: { type: 'string', default: '2' },
    closing: { type: 'boolean', default: false },
  },
});
const seed = Number(values.seed);
const releases = Number(values.releases);
const persons = values.persons === undefined ? undefined : Number(values.persons);
if (
  values.out === undefined ||
  !isSizeName(values.size) ||
  !Number.isSafeInteger(seed) ||
  !(Number.isSafeInteger(releases) && releases >= 2 && releases <= 9) ||
  (persons !== undefined && !(Number.isSafeInteger(persons) && persons >= 100 && persons <= 1_000_000))
) {
  process.stderr.write(USAGE);
  process.exit(2);
}
const named = CUBE_SIZES[values.size];
const size = { ...named, persons: persons ?? named.persons };
const shape = new Random(`cube ${values.size} ${seed}`);
const spec = buildCubeSpec(values.size, size, seed, shape);
const source = createPersonSource(spec, size, new Random(`persons ${values.size} ${seed}`));
const first = Array.from({ length: size.persons }, (_, place) => source(place + 1));
const rosters: (readonly CubePerson[])[] = [first];
for (let release = 2; release <= releases; release += 1) {
  const before = rosters.at(-1) ?? first;
  const random = new Random(release === 2 ? `quarter ${seed}` : `quarter ${seed} ${release}`);
  // Numbers that nobody of an earlier roster has.
  const joining = (number: number) => source(number + (release - 2) * NUMBERS);
  rosters.push(nextQuarter(before, joining, codes('K', size.regions), random));
}

const columns: readonly (keyof CubePerson)[] = [
  'person',
  'credential',
  'region',
  'cohort',
  'issuer',
  'sector',
  'sex',
  'race',
  'employer',
];
await mkdir(values.out, { recursive: true });
await writeFile(join(values.out, 'spec.json'), `${JSON.stringify(spec, null, 1)}\n`);
for (const [place, roster] of rosters.entries())
  await writeFile(join(values.out, `micro${place === 0 ? '' : place + 1}.csv`), csv(roster, columns));
if (values.closing) {
  const before = beforeClosing(spec, first);
  const folder = join(values.out, 'before');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'spec.json'), `${JSON.stringify(before.spec, null, 1)}\n`);
  await writeFile(join(folder, 'micro.csv'), csv(before.persons, columns));
}
