import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { evaluateLinkage } from '../bench/eval-linkage.ts';

const DATA = join(import.meta.dirname, '..', '..', '..', 'shared', 'data');
const isAbsent = !existsSync(DATA);

describe('labelled sets', () => {
  test.skipIf(isAbsent)('febrl1 without SSN (SKIPPED where ../shared/data is absent)', async () => {
    const report = await evaluateLinkage(join(DATA, 'febrl1'), {
      ssn: { kind: 'drop' },
      ssnText: 'drop',
      isOneToOne: false,
      pack: 'full',
    });
    expect(report.mode).toBe('dedupe');
    expect(report.records).toBe(1000);
    expect(report.pairs.precision).toBeGreaterThanOrEqual(0.995);
    expect(report.pairs.recall).toBeGreaterThanOrEqual(0.98);
    expect(report.cascade.precision).toBe(1);
  });

  test.skipIf(isAbsent)('fake1000 (SKIPPED where ../shared/data is absent)', async () => {
    const report = await evaluateLinkage(join(DATA, 'fake1000'), {
      ssn: { kind: 'drop' },
      ssnText: 'drop',
      isOneToOne: false,
      pack: 'full',
    });
    expect(report.pairs.f1).toBeGreaterThanOrEqual(0.78);
    expect(report.clusters.precision).toBeGreaterThanOrEqual(0.97);
    expect(report.oneToOne).toBe(null);
  });
});
