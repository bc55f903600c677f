import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PACK_NAMES, PACKS } from '@credlink/tokens';
import { openEngine } from '@credlink/vault';
import { LEVERS } from './attack-levers.ts';
import { runAttacks } from './attack-run.ts';
import { inventedPeople, labelledPeople } from './attack-sides.ts';
import { attackTable } from './attack-table.ts';
import { readCommandLine } from './command-line.ts';

const USAGE = `usage: attack -- [--json] [--size N] [--seed TEXT] [--set DIR] [--pack NAME,...] [--lever NAME,...]
               [--overlap SHARE,...] [--known N,...]
  --size     people in the vault and in the adversary's register (default 2000)
  --seed     of the invented people (default 1); --set takes a labelled folder instead
  --pack     of ${PACK_NAMES.join(', ')}, CLK (default: all with persons, and CLK)
  --lever    of ${LEVERS.map(({ name }) => `"${name}"`).join(', ')}; or all (default: none)
  --overlap  shares of the vault's people that are in the register (default 1,.5,.1)
  --known    people the insider can place by other means (default 0,50)
`;

const { values } = readCommandLine(USAGE, {
  options: {
    json: { type: 'boolean', default: false },
    size: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
    set: { type: 'string' },
    pack: { type: 'string', default: 'full,register,holder,enrolment,wage,CLK' },
    lever: { type: 'string', default: 'none' },
    overlap: { type: 'string', default: '1,.5,.1' },
    known: { type: 'string', default: '0,50' },
  },
});

const numbers = (text: string): readonly number[] => text.split(',').map(Number);
const chosen = values.pack.split(',');
const packs = PACK_NAMES.filter((name) => chosen.includes(name));
const hasClks = chosen.includes('CLK');
const levers = LEVERS.filter(
  ({ name }) => values.lever === 'all' || values.lever.split(/,(?! )/).includes(name),
);
const overlaps = numbers(values.overlap);
const known = numbers(values.known);
const size = Number(values.size);
const isUsable =
  (packs.length > 0 || hasClks) &&
  levers.length > 0 &&
  Number.isInteger(size) &&
  size >= 100 &&
  overlaps.every((overlap) => overlap > 0 && overlap <= 1) &&
  known.every((count) => Number.isInteger(count) && count >= 0);
if (!isUsable) {
  process.stderr.write(USAGE);
  process.exitCode = 2;
} else {
  const folder = await mkdtemp(join(tmpdir(), 'credlink-attack-'));
  const dir = values.set === undefined ? null : resolve(values.set);
  const folders = dir === null ? [folder] : [folder, dir];
  const engine = await openEngine({ memoryLimit: '2GB', threads: 2, tempFolder: folder, folders });
  try {
    const people = dir === null ? inventedPeople(values.seed, size) : await labelledPeople(engine, dir);
    const report = await runAttacks(
      engine,
      { people, packs: packs.map((name) => PACKS[name]), hasClks, levers, overlaps, known },
      (text) => process.stderr.write(`${text}\n`),
    );
    process.stdout.write(values.json ? `${JSON.stringify(report, null, 1)}\n` : attackTable(report));
  } finally {
    await engine.close();
    await rm(folder, { recursive: true, force: true });
  }
}
