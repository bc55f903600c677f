import { describe, expect, test } from 'vitest';
import type { FolderCatalogue } from './folder-catalogue.ts';
import { planContributions } from './plan-contributions.ts';

const catalogue: FolderCatalogue = {
  organisations: [
    { org: 'welders', name: 'Welders', kind: 'certification_body' },
    { org: 'cc', name: 'College', kind: 'college' },
    { org: 'ui', name: 'Wages', kind: 'wage_source' },
    { org: 'ledger', name: 'Register', kind: 'state_agency' },
    { org: 'nsc', name: 'Clearinghouse', kind: 'enrollment_source' },
  ],
  agreements: [],
  catalogue: { credentials: [], programs: [], pathways: [], source_coverage: [], wage_thresholds: [] },
};

describe('the files of a folder', () => {
  test('go to the organisations that own them, wages in the order of time, a revision after what it replaces', () => {
    const plan = planContributions(catalogue, [
      'catalog.json',
      'NOTE.md',
      'truth/wages.csv.gz',
      'wages/2020q2.txt.gz',
      'wages/2020q1.txt.gz',
      'revisions/2020q2.txt.gz',
      'employers.csv',
      'college/roster.csv',
      'college/courses.csv.gz',
      'clearinghouse/nsc_detail.csv',
      'issuers/welders/holders.csv',
      'register/residents.csv',
    ]);
    expect(plan.map((one) => [one.organisation, one.kind, one.path])).toEqual([
      ['ledger', 'register', 'register/residents.csv'],
      ['welders', 'holders', 'issuers/welders/holders.csv'],
      ['cc', 'roster', 'college/roster.csv'],
      ['cc', 'courses', 'college/courses.csv.gz'],
      ['nsc', 'clearinghouse', 'clearinghouse/nsc_detail.csv'],
      ['ui', 'employers', 'employers.csv'],
      ['ui', 'wages', 'wages/2020q1.txt.gz'],
      ['ui', 'wages', 'wages/2020q2.txt.gz'],
      ['ui', 'wages', 'revisions/2020q2.txt.gz'],
    ]);
    expect(plan.at(-1)?.supersedes).toBe('wages/2020q2.txt.gz');
    expect(plan[4]?.referenceIssuer).toBe('cc');
  });

  test('without an organisation to send them are refused', () => {
    const withoutAgency = {
      ...catalogue,
      organisations: catalogue.organisations.filter((one) => one.org !== 'ui'),
    };
    expect(() => planContributions(withoutAgency, ['wages/2020q1.txt.gz'])).toThrow(
      expect.objectContaining({ code: 'catalogue_invalid' }),
    );
  });

  test('that the shape does not know are left alone', () => {
    expect(planContributions(catalogue, ['issuers/unknown-body/holders.csv', 'wages/readme.txt'])).toEqual(
      [],
    );
  });
});
