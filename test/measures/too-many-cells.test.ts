import { AppError } from '@credlink/contracts';
import { CELL_LIMIT } from '@credlink/disclosure';
import { expect, test } from 'vitest';
import { computeCells } from '../../services/publisher/src/compute/compute-cells.ts';
import { tinyCatalogue } from './tiny-exchange.ts';

const untouched = {
  run: () => Promise.reject(new TypeError('work began')),
  rows: () => Promise.reject(new TypeError('work began')),
};

test('a catalogue that asks for more cells than the limit is refused before any work, with the limit named', async () => {
  const catalogue = tinyCatalogue((draft) => {
    draft.credentials = Array.from({ length: 3000 }, (_, place) => ({
      code: `C${place}`,
      name: 'one of many',
      type: 'Certification',
      owner: 'body',
      status: 'active',
    }));
    draft.programs = [];
    draft.pathways = [];
  });
  const refusal = await computeCells(
    untouched,
    { absent: [], hasRosters: false, blurCents: 0 },
    catalogue,
    () => {},
  ).catch((error: unknown) => error);
  if (!(refusal instanceof AppError)) throw refusal;
  expect(refusal.code).toBe('too_many_cells');
  expect(refusal.message).toContain(String(CELL_LIMIT));
  expect(Number(refusal.detail.cells)).toBeGreaterThan(CELL_LIMIT);
});

test('a small catalogue goes on to work', async () => {
  const started = computeCells(
    untouched,
    { absent: [], hasRosters: false, blurCents: 0 },
    tinyCatalogue(),
    () => {},
  );
  await expect(started).rejects.toThrow('work began');
});
