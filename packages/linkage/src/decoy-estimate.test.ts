import { describe, expect, it } from 'vitest';
import {
  type DecoyCounts,
  decoyFalse,
  decoyHousehold,
  decoyMissed,
  wilsonInterval,
} from './decoy-estimate.ts';

const NONE: DecoyCounts = {
  strangers: 0,
  strangersLinked: 0,
  twins: 0,
  twinsLinked: 0,
  copies: 0,
  copiesFound: 0,
};

describe('estimates from decoys', () => {
  it('gives the score interval', () => {
    // Wilson's interval of 81 hits in 263 trials (Newcombe, Stat Med 17:857-872, 1998, table I): .2553 to .3662.
    const { low, high } = wilsonInterval(81, 263);
    expect(low).toBeCloseTo(0.2553, 4);
    expect(high).toBeCloseTo(0.3662, 4);
    // 0 of 20: 0 to .1611, same table.
    expect(wilsonInterval(0, 20).low).toBeCloseTo(0, 12);
    expect(wilsonInterval(0, 20).high).toBeCloseTo(0.1611, 4);
  });

  it('scales what strangers risk to the links there are', () => {
    const wrong = decoyFalse({ ...NONE, strangers: 100, strangersLinked: 2 }, 10_000, 5000);
    expect(wrong?.estimate).toBeCloseTo(0.04, 12);
    expect(wrong?.low).toBeLessThan(0.04);
    expect(wrong?.high).toBeGreaterThan(0.04);
  });

  it('says nothing of few decoys or no links', () => {
    expect(decoyFalse({ ...NONE, strangers: 29 }, 1000, 500)).toBeNull();
    expect(decoyFalse({ ...NONE, strangers: 30 }, 1000, 0)).toBeNull();
    expect(decoyHousehold({ ...NONE, twins: 29 })).toBeNull();
    expect(decoyHousehold({ ...NONE, twins: 30, twinsLinked: 3 })?.estimate).toBeCloseTo(0.1, 12);
    expect(decoyMissed({ ...NONE, copies: 29 })).toBeNull();
    expect(decoyMissed({ ...NONE, copies: 30, copiesFound: 27 })?.estimate).toBeCloseTo(0.1, 12);
  });
});
