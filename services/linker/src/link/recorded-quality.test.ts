import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LinkQuality } from './link-quality.ts';
import { inTens, recordedQuality } from './recorded-quality.ts';

function quality(subjects: number, linked: number, links: number, step = 0.01): LinkQuality {
  return {
    subjects,
    nodes: subjects,
    persons: subjects - linked,
    ambiguous: 3,
    largestPerson: 2,
    largePersons: 0,
    model: {
      iterations: 7,
      isConverged: true,
      mergeRounds: 2,
      samePerson: { ssn: [0.123456, 0.876544] },
      sameHousehold: {},
    },
    pairs: [
      {
        left: 'body/holders',
        right: 'state/register',
        candidates: links + 1,
        links,
        sureLinks: links,
        expectedLinks: links + 0.25,
        posteriorFdr: 0.0123,
        keptFdr: 0.01,
        posteriorFnr: 0.0456,
        duplicates: { precision: 0.98765, step },
        recapture: { recall: 0.91234, low: 0.90123, high: 0.92345, step },
        cascade: [{ step: 1, links, alsoByModel: links }],
      },
    ],
    capped: [{ rule: 2, largestBlock: 40, cappedValues: 1, cappedNodes: 57 }],
    lone: [{ rule: 6, largestBlock: 4, leftOut: 1234 }],
    decoys: [],
    heavy: [{ uploadId: 'u', nodes: 1, partners: 599 }],
    sources: [{ uploadId: 'u', subjects, linked }],
  };
}

function recordedPairs(links: number, step = 0.01): readonly unknown[] {
  const { pairs } = recordedQuality(quality(900, 500, links, step));
  return Array.isArray(pairs) ? pairs : [];
}

/** Every number of a record, but the model's own, with where it stands. */
function counts(value: unknown, path = ''): readonly [string, number][] {
  if (typeof value === 'number') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    [
      'model',
      'rule',
      'step',
      'largestBlock',
      'posteriorFdr',
      'keptFdr',
      'posteriorFnr',
      'duplicatePrecision',
      'recapture',
    ].includes(name)
      ? []
      : counts(inner, `${path}/${name}`),
  );
}

describe('the record of a run', () => {
  it('is the same whether the one subject of an upload was linked or not', () => {
    expect(recordedQuality(quality(1, 1, 1))).toEqual(recordedQuality(quality(1, 0, 0)));
    expect(recordedQuality(quality(1, 1, 1)).sources).toEqual([
      { uploadId: 'u', subjects: null, linked: null },
    ]);
  });

  it('holds no count that is below ten or not in tens', () => {
    fc.assert(
      fc.property(fc.nat(5000), fc.nat(5000), fc.nat(5000), (subjects, linked, links) => {
        for (const [, count] of counts(recordedQuality(quality(subjects + linked, linked, links)))) {
          expect(count % 10).toBe(0);
          expect(count).toBeGreaterThanOrEqual(10);
        }
      }),
    );
    expect([9, 9.9, 10, 19, 19.5, 20].map(inTens)).toEqual([null, null, 10, 10, 10, 20]);
  });

  it('gives error rates from a hundred links on, in whole percent', () => {
    const ratesAt = (links: number) =>
      JSON.stringify(recordedQuality(quality(900, 500, links)).pairs).match(/"posteriorF.r":[^,}]+/g);
    expect(ratesAt(99)).toEqual(['"posteriorFdr":null', '"posteriorFnr":null']);
    expect(ratesAt(100)).toEqual(['"posteriorFdr":0.01', '"posteriorFnr":0.05']);
    const [few] = recordedPairs(99);
    expect(few).toMatchObject({ duplicatePrecision: null, recapture: null });
    const [shaky] = recordedPairs(100, 0.0101);
    expect(shaky).toMatchObject({ duplicatePrecision: null, recapture: null });
    const [many] = recordedPairs(100);
    expect(many).toMatchObject({
      duplicatePrecision: 0.99,
      recapture: { recall: 0.91, low: 0.9, high: 0.92 },
    });
  });
});
