import { Catalogue, MeasureDefinition, PublishedTable } from '@credlink/contracts';
import { expect, test } from 'vitest';
import { calendarStatus, planSections } from './cell-plan.ts';
import { conditionText, splitSector } from './condition-text.ts';
import { outcomeTables } from './outcome-table.ts';
import { dimensionShapes, measureDefinitions, publishedTables } from './published-table.ts';

const CATALOGUE = Catalogue.parse({
  credentials: [
    { code: 'A', name: 'A', type: 'Certification', owner: 'body', status: 'active' },
    { code: 'B', name: 'B', type: 'Certification', owner: 'body', status: 'superseded', superseded_by: 'A' },
    { code: 'D', name: 'Degree', type: 'AssociateDegree', owner: 'college', status: 'active' },
  ],
  programs: [{ program_id: 'P', name: 'P', provider: 'college', award_codes: ['D'] }],
  pathways: [
    {
      pathway_id: 'W',
      name: 'W',
      components: [{ kind: 'program', ref: 'P', is_entry_point: true }],
      exit_gap_days: 365,
    },
  ],
  source_coverage: [
    { source: 'state', kind: 'wages', first_quarter: '2016Q1', last_complete_quarter: '2019Q3' },
    { source: 'body', kind: 'holders', from: '2016-01-01', complete_to: '2019-12-31' },
    { source: 'college', kind: 'enrollment', from: '2016-01-01', complete_to: '2019-12-31' },
  ],
  wage_thresholds: [{ id: 'family', name: 'family', annual: 52_000 }],
});

const TABLES = outcomeTables(CATALOGUE);

test('the cube is closed: keys, cohorts and measures follow from the catalogue alone', () => {
  const credential = TABLES.find(({ table }) => table === 'credential')?.sections[0];
  expect(credential?.keys.map(({ code }) => code)).toEqual(['A']);
  expect(credential?.cohorts.map(({ code }) => code)).toEqual(['all', '2016', '2017', '2018', '2019']);
});

test('an exit year is open only where the gap after it lies within the data', () => {
  const pathway = publishedTables(TABLES).find(({ table }) => table === 'pathway');
  expect(pathway?.dimensions.find(({ name }) => name === 'cohort')?.members.map(({ code }) => code)).toEqual([
    ...['all_entry', 'entry2016', 'entry2017', 'entry2018', 'entry2019'],
    ...['all_exit', 'exit2016', 'exit2017', 'exit2018'],
  ]);
});

test('tables and definitions satisfy the contract readers hold', () => {
  for (const table of publishedTables(TABLES)) PublishedTable.parse(table);
  for (const table of TABLES) {
    const definitions = measureDefinitions(table).map((definition) => MeasureDefinition.parse(definition));
    expect(definitions.length).toBeGreaterThan(0);
  }
});

test('no address of a section has two measures of one name and variant', () => {
  for (const { sections } of TABLES) {
    for (const { measures } of sections) {
      const names = measures.map(({ measure, variant, address }) =>
        JSON.stringify([measure, variant, address]),
      );
      expect(new Set(names).size).toBe(names.length);
    }
  }
});

test('two counts have one text exactly when they are the same condition', () => {
  for (const { counts } of planSections(CATALOGUE).sections) {
    expect(new Set(counts.map(conditionText)).size).toBe(
      new Set(counts.map((condition) => JSON.stringify(condition))).size,
    );
  }
});

test('the sectors of a job stand beside the count they are a part of', () => {
  const plan = planSections(CATALOGUE).sections.find(({ table }) => table === 'credential');
  const split = (plan?.counts ?? []).map(splitSector);
  const sectors = split.filter(({ sector }) => sector !== null);
  expect(sectors).toHaveLength(26);
  const populations = new Set(sectors.map(({ population }) => population));
  expect(populations.size).toBe(1);
  expect(
    split.filter(({ population, sector }) => sector === null && populations.has(population)),
  ).toHaveLength(1);
});

test('years add up to all years and a later participation need not', () => {
  expect(dimensionShapes(TABLES).cohort).toMatchObject({
    total: 'all',
    mustNest: false,
    trees: [{ '2016': 'all', entry2016: 'all_entry', all_entry: 'all', exit2018: 'all_exit' }],
  });
});

test('a cohort is not mature while no day of its year can have a complete window', () => {
  const { sections, wageSpan } = planSections(CATALOGUE);
  const section = sections.find(({ table }) => table === 'credential')?.section;
  const key = section?.keys[0];
  const measure = section?.measures.find((one) => one.measure === 'employed_within_12m');
  if (key === undefined || measure === undefined) throw new RangeError('the table of credentials is gone');
  const statusOf = (year: number) =>
    calendarStatus(measure, { key, cohort: { code: String(year), year } }, wageSpan, '2019-12-31');
  expect([2015, 2016, 2018, 2019, 2020].map(statusOf)).toEqual([
    'not_covered',
    'open',
    'open',
    'not_mature',
    'not_covered',
  ]);
});

test('without a price level for every wage quarter no real wages are offered', () => {
  const variants = TABLES.flatMap(({ sections }) =>
    sections.flatMap(({ measures }) => measures.map((one) => one.variant)),
  );
  expect(variants.filter((variant) => variant.includes('real'))).toEqual([]);
  expect(variants).toContain('any_nominal');
});
