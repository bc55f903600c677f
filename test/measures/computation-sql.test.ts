import { planComputation } from '@credlink/measures';
import { expect, test } from 'vitest';
import { tinyCatalogue } from './tiny-exchange.ts';

test('the SQL text is what reviewers last read', async () => {
  const { steps } = planComputation(tinyCatalogue(), []);
  const script = steps
    .map(({ step, statements }) => [`-- ${step}`, ...statements.map((sql) => `${sql};`)].join('\n\n'))
    .join('\n\n');
  await expect(`${script}\n`).toMatchFileSnapshot('computation.sql');
});
