import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import {
  createNormaliser,
  createTokeniser,
  NORMALISER_MAJOR,
  normaliseIdentifiers,
  PACKS,
  type RulePack,
} from '@credlink/tokens';
import { expect, test } from 'vitest';
import { plainKernel } from '../../packages/tokens/src/token/hash-kernel.ts';
import { recordOf } from '../bench/bench-persons.ts';

const TODAY = '2026-01-01';
const PERSONS = 400;

const rows = Array.from({ length: PERSONS }, (_, person) =>
  recordOf(person, { file: 'kernels', ssnShare: 0.5 }),
);

/** Packs where every record repeats what earlier ones had, and one rule of four levels. */
const packs: readonly RulePack[] = [
  ...Object.values(PACKS),
  {
    name: 'long',
    version: '1.0.0',
    maxValuesPerRule: 7,
    rules: [
      {
        code: 1,
        id: 'x',
        role: 'candidate',
        levels: ['surname.oneDeletion', 'given.root', 'street.line', 'email.address'],
      },
    ],
  },
];

test.each(packs)(
  'the kernel, its twin and one record at a time agree on every token of pack $name',
  (pack) => {
    const options = { exchangeKey: randomBytes(32), keyEpoch: 1, pack };
    const [batched, plain, single] = [
      createTokeniser(options),
      createTokeniser(options, plainKernel),
      createTokeniser(options),
    ];
    const normalise = createNormaliser(TODAY);
    const evaluation = randomBytes(64);
    for (const raw of rows) {
      const record = normalise(raw);
      expect(record).toEqual(normaliseIdentifiers(raw, TODAY));
      expect(batched.add(record, evaluation)).toBe(plain.add(record, evaluation));
    }
    const made = batched.take();
    expect(plain.take()).toEqual(made);
    const one = rows.flatMap((raw) => single.tokensOf(normaliseIdentifiers(raw, TODAY), evaluation));
    expect(made.codes).toEqual(Uint16Array.from(one, ({ code }) => code));
    expect(Buffer.from(made.tokens)).toEqual(Buffer.concat(one.map(({ token }) => token)));
  },
);

test('a token is what createHmac makes of the length-prefixed value, for every length from 0 to 200', () => {
  const exchangeKey = randomBytes(32);
  const pack: RulePack = {
    name: 'one',
    version: '1.0.0',
    maxValuesPerRule: 1,
    rules: [{ code: 3, id: 'x', role: 'candidate', levels: ['street.line'] }],
  };
  const label = Buffer.from('credlink/rule/v1');
  const numbers = Buffer.alloc(12);
  for (const [place, number] of [3, NORMALISER_MAJOR, 1].entries()) numbers.writeUInt32BE(number, 4 * place);
  const info = Buffer.concat([Buffer.of(label.length), label, numbers]);
  const key = Buffer.from(hkdfSync('sha256', exchangeKey, Buffer.alloc(0), info, 32));
  const anybody = normaliseIdentifiers({}, TODAY);
  const tokeniser = createTokeniser({ exchangeKey, keyEpoch: 1, pack });
  const lines = Array.from({ length: 200 }, (_, index) => 'Z'.repeat(index + 1));
  for (const line of lines) tokeniser.add({ ...anybody, street: { line, number: null, word: null } }, null);
  const { tokens } = tokeniser.take();
  const expected = lines.map((line) =>
    createHmac('sha256', key)
      .update(Buffer.concat([Buffer.of(0, line.length), Buffer.from(line)]))
      .digest()
      .subarray(0, 16),
  );
  expect(Buffer.from(tokens)).toEqual(Buffer.concat(expected));
});
