import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PACKS } from '@credlink/tokens';
import { openEngine } from '@credlink/vault';
import { readCommandLine } from './command-line.ts';
import { chooseEvidence } from './pack-search-evidence.ts';
import { type MeasuredSet, measureSet } from './pack-search-levels.ts';
import { linkablePairs, measureRule } from './pack-search-measure.ts';
import {
  chooseCandidates,
  foundAlone,
  STAGES,
  TAG_BYTES,
  TERM_FREQUENCY,
  WAGE_STAGES,
} from './pack-search-plan.ts';
import { candidateTable, evidenceTable, packTable, ruleTable } from './pack-search-report.ts';
import { readSearchSets } from './pack-search-sets.ts';
import { attributeOf, ruleSpaceOfSearch, type SearchRule } from './pack-search-space.ts';

const SHARED_DATA = join(import.meta.dirname, '..', '..', '..', 'shared', 'data');

const USAGE = `usage: search-packs -- [DATA] [--rules FILE]
  DATA     folder of labelled sets (default: those beside the repository)
  --rules  write what every rule of the space finds and costs to a CSV file
Prints the greedy choice of candidate and evidence rules as tables.
`;

/** Bytes of evidence tags a record: what 1 KB and 320 bytes leave beside candidate tokens. */
const TAG_BUDGET = 220;

async function readSets(data: string): Promise<readonly MeasuredSet[]> {
  const tempFolder = await mkdtemp(join(tmpdir(), 'credlink-search-'));
  const engine = await openEngine({ memoryLimit: '1GB', threads: 1, tempFolder, folders: [data] });
  try {
    return (await readSearchSets(engine, data)).map(measureSet);
  } finally {
    await engine.close();
    await rm(tempFolder, { recursive: true, force: true });
  }
}

function isOf(rule: SearchRule, attributes: readonly string[]): boolean {
  return rule.levels.every((level) => attributes.includes(attributeOf(level)));
}

async function search(data: string, rulesFile: string | undefined): Promise<void> {
  const sets = await readSets(data);
  process.stderr.write(`${sets.map(({ set }) => `${set.name} ${set.records.length}`).join(', ')}\n`);
  const chosenOn = sets.filter(({ set }) => set.role === 'search');
  const heldOut = sets.filter(({ set }) => set.role === 'hold-out');
  const isWages = ({ set }: MeasuredSet) => set.name.startsWith('anytown wages');
  const people = [...chosenOn.keys()].filter((index) => !isWages(chosenOn[index] ?? never()));
  const wages = [...chosenOn.keys()].filter((index) => !people.includes(index));
  const space = ruleSpaceOfSearch();
  const peopleSets = people.map((index) => chosenOn[index] ?? never());
  const figures = space.map((rule) => measureRule(chosenOn, peopleSets, rule));
  process.stderr.write(`${space.length} rules measured\n`);
  const wanted = chosenOn.map(linkablePairs);
  const wantedOf = (places: readonly number[]) => places.map((place) => wanted[place] ?? new Uint8Array(0));

  const withoutSsn = figures.filter(({ rule }) => !rule.levels.some((level) => attributeOf(level) === 'ssn'));
  const chosen = chooseCandidates(withoutSsn, peopleSets, people, wantedOf(people), TERM_FREQUENCY, STAGES);
  const ids = chosen.map(({ id }) => id);
  const rules = ids.flatMap((id) => space.find((rule) => rule.id === id) ?? []);
  const heldPeople = heldOut.filter((set) => !isWages(set));
  process.stdout.write(candidateTable('Candidate rules', chosen, figures, peopleSets, heldPeople, rules));

  // Files of wages have SSN and name; what agrees on no SSN cannot be found there.
  const bySsn = wages.map((place) => {
    const agrees = chosenOn[place]?.agree.get('ssn.nine');
    return (wanted[place] ?? new Uint8Array(0)).map((one, pair) => one & (agrees?.[pair] ?? 0));
  });
  const wageFigures = figures.filter(
    ({ rule }) =>
      isOf(rule, ['ssn', 'surname', 'given']) && rule.levels.some((level) => level === 'ssn.nine'),
  );
  const wageSets = wages.map((place) => chosenOn[place] ?? never());
  const wageChosen = chooseCandidates(wageFigures, wageSets, wages, bySsn, [], WAGE_STAGES);
  const wageRules = wageChosen.flatMap(({ id }) => space.find((rule) => rule.id === id) ?? []);
  process.stdout.write(
    candidateTable(
      'Candidate rules of wage records, among pairs with one SSN',
      wageChosen,
      figures,
      wageSets,
      [],
      wageRules,
    ),
  );

  const open = withoutSsn.filter(({ rule, tokens }) => tokens > 0 && !ids.includes(rule.id));
  const evidence = chooseEvidence(
    peopleSets,
    wantedOf(people),
    rules,
    open.map(({ rule, tokens }) => ({ rule, tokens, bytes: TAG_BYTES * tokens })),
    TAG_BUDGET,
  );
  process.stdout.write(evidenceTable(evidence, figures));
  process.stdout.write(packTable(Object.values(PACKS), space, sets, figures));
  if (rulesFile !== undefined) {
    const alone = foundAlone(figures, ids, people, wantedOf(people));
    await writeFile(rulesFile, ruleTable(figures, peopleSets, people, alone, ids));
  }
}

function never(): never {
  throw new TypeError('a set is missing');
}

const { values, positionals } = readCommandLine(USAGE, {
  allowPositionals: true,
  options: { rules: { type: 'string' } },
});
const data = resolve(positionals[0] ?? SHARED_DATA);
if (positionals.length > 1 || !existsSync(data)) {
  process.stderr.write(positionals.length > 1 ? USAGE : `no labelled sets in ${data}\n${USAGE}`);
  process.exitCode = 2;
} else {
  await search(data, values.rules);
}
