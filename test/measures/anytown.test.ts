import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { evaluateWithTrueLinks, isEqual } from '../bench/eval-exchange-truth.ts';

const ANYTOWN = join(import.meta.dirname, '..', '..', '..', 'shared', 'data', 'anytown');

test.skipIf(!existsSync(ANYTOWN))(
  'with true links every offered figure of anytown equals its truth (skipped where ../shared is absent)',
  { timeout: 300_000 },
  async () => {
    const { cells, comparison } = await evaluateWithTrueLinks(ANYTOWN, false);
    const wrong = cells.filter((cell) => cell.status !== 'not_offered' && !isEqual(cell));
    expect(wrong).toEqual([]);
    expect(comparison.offered).toBe(19_213);
  },
);
