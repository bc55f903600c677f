import { EXACT_POLICY, type InputCell, measureInsiders, type ProtectInput } from '@credlink/disclosure';
import { checkCounts, checkPersons, highsSolver, type Person, parseSpec } from '@credlink/verifier';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { hasCases, readCase } from './case-folder.ts';

const Key = z.object({ d: z.string() });
const InsiderCase = z.object({
  threshold: z.int(),
  cells: z.array(z.object({ key: Key, count: z.int(), shown: z.literal(true) })),
  own: z.array(z.object({ issuer: z.string(), key: Key, count: z.int() })),
  facts: z.object({
    insiders: z.array(z.object({ issuer: z.string(), key: Key, own: z.int(), others: z.int() })),
  }),
});

const LIMITS = { secondsPerSolution: 60, mayGoOn: async () => true, onProgress: () => undefined };

describe.skipIf(!hasCases)('insider', () => {
  if (!hasCases) return;
  const { threshold, cells, own, facts } = readCase('insider', InsiderCase);
  const weights = Uint32Array.from(own, ({ count }) => count);
  const input: ProtectInput = {
    atoms: { weights, vouched: weights },
    dimensions: { d: { total: 'T', mustNest: true, trees: [{ a: 'T', b: 'T' }] } },
    cells: cells.map(({ key, count }): InputCell => {
      const members = own.flatMap((part, atom) => (key.d === 'T' || part.key.d === key.d ? [atom] : []));
      return {
        id: key.d,
        table: 't',
        population: 'persons',
        key,
        members: Uint32Array.from(members),
        n: count,
        priority: 0,
        use: 'publish',
      };
    }),
    shares: [],
    percentiles: [],
    concentrations: [],
    policy: EXACT_POLICY,
    earlier: [],
  };
  const issuers = [...new Set(own.map(({ issuer }) => issuer))];
  const insiders = issuers.map((name) => ({
    name,
    members: Uint32Array.from(own.flatMap(({ issuer }, atom) => (issuer === name ? [atom] : []))),
  }));

  test('whoever makes the release is told that the stated insider sees the few others to the person', () => {
    const outcomes = new Map(
      cells.map(
        ({ key, count }) => [key.d, { status: 'ok', value: count, low: count, high: count }] as const,
      ),
    );
    const found = measureInsiders({ ...input, insiders }, outcomes);
    expect(found).toMatchObject({ insiders: 2, groups: facts.insiders.length, told: facts.insiders.length });
  });

  test('the verifier finds the stated insider and group, and no other', async () => {
    const spec = {
      threshold,
      dims: { d: { total: 'T', parents: { a: 'T', b: 'T' } } },
      tables: [{ name: 't', dims: ['d'] }],
      insiders: ['issuer'],
    };
    const { lattice } = parseSpec(spec, 'whole');
    const persons = own.flatMap(({ issuer, key, count }, part) =>
      Array.from({ length: count }, (_, place): Person => {
        const person = `${part} ${place}`;
        return { person, columns: { person, issuer, d: key.d } };
      }),
    );
    const published = cells.map(({ key, count }) => ({ table: 't', key, value: count }));
    const solver = await highsSolver();
    const { checked } = await checkCounts(lattice, published, solver, LIMITS);
    const evidence = { persons, insiderColumns: ['issuer'], maxInsiders: 2, previous: null };
    const { findings } = await checkPersons(lattice, checked, evidence, solver, LIMITS);
    expect(findings.map(({ kind, of, range }) => ({ kind, key: of[0]?.key, range }))).toEqual(
      facts.insiders.map(({ key, others }) => ({
        kind: 'issuer_few_others',
        key,
        range: { low: others, high: others },
      })),
    );
  });
});
