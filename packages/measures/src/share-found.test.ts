import { expect, test } from 'vitest';
import { employmentMeasures, populationMeasures } from './employment-measures.ts';
import { isShareFound } from './share-found.ts';

test('shares of a whole cohort that is found in wages, and no others', () => {
  const names = [...populationMeasures('holders'), ...employmentMeasures()]
    .filter(isShareFound)
    .map(({ measure, variant }) => [measure, variant].filter(Boolean).join(' '));
  expect(names).toEqual(['found_rate any_quarter', 'employed_within_12m', 'wioa_q2', 'wioa_q4']);
});
