import { describe, expect, it } from 'vitest';
import { recapturedRecall } from './capture-recapture.ts';

describe('capture-recapture', () => {
  it('gives the textbook number: 100 and 100 found, 50 in common, 150 of about 199 linked', () => {
    const estimate = recapturedRecall({ bySsn: 100, byName: 100, byBoth: 50, links: 150 });
    expect(estimate?.recall).toBeCloseTo(150 / ((101 * 101) / 51 - 1), 12);
  });

  it('finds the recall of two independent lists over one population, and its interval holds it', () => {
    const [pairs, ssn, name] = [10_000, 0.9, 0.7];
    const byBoth = pairs * ssn * name;
    const links = pairs * (ssn + name) - byBoth;
    const estimate = recapturedRecall({ bySsn: pairs * ssn, byName: pairs * name, byBoth, links });
    expect(estimate?.recall).toBeCloseTo(0.97, 3);
    expect(estimate?.low).toBeLessThan(0.97);
    expect(estimate?.high).toBeGreaterThan(0.97);
  });

  it('tells how much one link would change it', () => {
    const large = recapturedRecall({ bySsn: 900, byName: 800, byBoth: 700, links: 1000 });
    expect(large?.step).toBeLessThan(0.005);
    const small = recapturedRecall({ bySsn: 200, byName: 40, byBoth: 12, links: 230 });
    expect(small?.step).toBeGreaterThan(0.01);
  });

  it('says nothing of fewer than ten links in common, and never more than all', () => {
    expect(recapturedRecall({ bySsn: 20, byName: 20, byBoth: 9, links: 31 })).toBeNull();
    expect(recapturedRecall({ bySsn: 20, byName: 20, byBoth: 10, links: 30 })).not.toBeNull();
    expect(recapturedRecall({ bySsn: 20, byName: 20, byBoth: 20, links: 20 })).toMatchObject({
      recall: 1,
      low: 1,
      high: 1,
    });
  });
});
