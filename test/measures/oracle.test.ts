import { planComputation } from '@credlink/measures';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holds, type Line, type NaiveWorld } from './naive-oracle.ts';
import { computeTiny, holder, tinyCatalogue, wage } from './tiny-exchange.ts';

const CATALOGUE = tinyCatalogue((draft) => {
  draft.cpi = { base: '2024', base_value: 300, quarters: prices() };
});

/** Prices that rise by 1 a quarter from 200. */
function prices(): Record<string, number> {
  return Object.fromEntries(
    Array.from({ length: 40 }, (_, index) => [
      `${2016 + Math.floor(index / 4)}Q${(index % 4) + 1}`,
      200 + index,
    ]),
  );
}

const EMPLOYERS = [
  { employer: 1, employer_unit: 11, naics6: '332710' },
  { employer: 1, employer_unit: 12, naics6: '622110' },
  { employer: 2, employer_unit: 21, naics6: '722511', successor_of: 1 },
  { employer: 3, employer_unit: 31, naics6: '332999', successor_of: 2 },
  { employer: 4, employer_unit: 41, naics6: null },
];

const WORLD: NaiveWorld = {
  firstQuarter: 2016 * 4,
  lastQuarter: 2025 * 4 + 2,
  priceFactor: (quarter) => 300 / (200 + quarter - 2016 * 4),
  naicsOfUnit: (unit) => EMPLOYERS.find((row) => row.employer_unit === unit)?.naics6 ?? null,
  groupOf: (employer) => Math.min(employer, employer <= 3 ? 1 : employer),
  alignedPrefixes: ['332'],
};

const line = fc.record({
  subject: fc.constantFrom(1, 2),
  place: fc.constantFrom(...EMPLOYERS.map((row) => [row.employer, row.employer_unit] as const)),
  offset: fc.integer({ min: -9, max: 16 }),
  dollars: fc.constantFrom(-500, 0, 500, 500, 4000, 4000, 4001, 16_000, 60_000),
});

const person = fc.record({
  year: fc.integer({ min: 2016, max: 2025 }),
  month: fc.constantFrom('01', '03', '04', '09', '12'),
  lines: fc.array(line, { maxLength: 40 }),
});

test('every condition of every measure on awards answers as a walk over the lines does', {
  timeout: 120_000,
}, async () => {
  const plan = planComputation(CATALOGUE, []).sections.find(({ table }) => table === 'credential');
  if (plan === undefined) throw new RangeError('the table of credentials is gone');
  await fc.assert(
    fc.asyncProperty(fc.array(person, { minLength: 60, maxLength: 60 }), async (people) => {
      const persons = people.map(({ year, month, lines }, index) => {
        const anchorQuarter = year * 4 + Math.floor((Number(month) - 1) / 3);
        return {
          id: index + 1,
          day: `${year}-${month}-15`,
          anchorQuarter,
          lines: lines.map(
            ({ subject, place: [employer, unit], offset, dollars }): Line => ({
              subject: (index + 1) * 10 + subject,
              employer,
              unit,
              quarter: anchorQuarter + offset,
              cents: dollars * 100,
            }),
          ),
        };
      });
      const exchange = await computeTiny(
        {
          holders: persons.map(({ id, day }) => holder(id, day)),
          employers: EMPLOYERS,
          wages: persons.flatMap(({ id, lines }) =>
            lines.map(({ subject, employer, unit, quarter, cents }) =>
              wage(id, quarter, cents / 100, { subject_id: subject, employer, employer_unit: unit }),
            ),
          ),
        },
        CATALOGUE,
      );
      try {
        const rows = await exchange.engine.rows(
          `SELECT m.person_id, string_agg(m.count_no, ' ' ORDER BY m.count_no) AS counts
          FROM member m JOIN lattice l ON l.section_no = m.section_no AND l.address_no = m.address_no
          WHERE m.section_no = ${plan.sectionNo} AND l.key = 'X' AND l.cohort_year IS NULL
          GROUP BY m.person_id ORDER BY m.person_id`,
        );
        const naive = persons.map(({ id, anchorQuarter, lines }) => ({
          person_id: BigInt(id),
          counts: plan.counts
            .flatMap((condition, count) => (holds(condition, { anchorQuarter, lines }, WORLD) ? [count] : []))
            .join(' '),
        }));
        expect(rows).toEqual(naive);
      } finally {
        await exchange.close();
      }
    }),
    { numRuns: 5, seed: 20190210, endOnFailure: true },
  );
});
