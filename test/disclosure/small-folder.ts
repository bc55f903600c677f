/** A folder of linked cubes that is small and whole; tests break it in one place. */
export const SPEC = {
  threshold: 10,
  dims: {
    credential: { total: 'CT', parents: { F1: 'CT', F2: 'CT', C1: 'F1', C2: 'F1', C3: 'F2' } },
    region: { total: 'RT', parents: { R1: 'RT', R2: 'RT' } },
  },
  tables: [{ name: 'cr', dims: ['credential', 'region'] }],
  insiders: ['issuer'],
};

const HEADER = 'person,credential,region,issuer';
export const ROWS = Array.from(
  { length: 90 },
  (_, place) => `P${place},C${1 + (place % 3)},R${1 + (place % 2)},I${place % 4}`,
);

export const csv = (rows: readonly string[], header = HEADER) => `${[header, ...rows].join('\n')}\n`;
