import { expect, test } from 'vitest';
import { deriveKeyPair } from './derive-key-pair.ts';
import { runPublicKey } from './public-key-command.ts';

const ID = '6f1d8a80-0000-4000-8000-000000000001';
const SETTINGS = {
  CREDLINK_DATABASE_URL: 'postgres://credlink_keyholder:x@127.0.0.1:1/credlink',
  CREDLINK_OPRF_KEY: Buffer.alloc(32, 7).toString('base64'),
};

async function run(args: readonly string[], environment: Readonly<Record<string, string>>) {
  let [out, errors] = ['', ''];
  const code = await runPublicKey(
    args,
    environment,
    { write: (text) => (out += text) },
    { write: (text) => (errors += text) },
  );
  return { code, out, errors };
}

test('the public key of an exchange and epoch is printed before there is an exchange', async () => {
  const { publicKey } = await deriveKeyPair(new Uint8Array(32).fill(7), { exchangeId: ID, keyEpoch: 2 });
  expect(await run(['--exchange-id', ID, '--key-epoch', '2'], SETTINGS)).toEqual({
    code: 0,
    out: `${Buffer.from(publicKey).toString('base64')}\n`,
    errors: '',
  });
});

test.each([
  [[]],
  [['--exchange-id', 'me']],
  [['--exchange-id', ID, '--key-epoch', '0']],
  [['--exchange', ID]],
])('arguments %j are refused', async (args) => {
  expect(await run(args, SETTINGS)).toMatchObject({ code: 2, out: '' });
});

test('without the key it says what is missing', async () => {
  const { CREDLINK_OPRF_KEY: _, ...rest } = SETTINGS;
  const ended = await run(['--exchange-id', ID], rest);
  expect(ended).toMatchObject({ code: 1, out: '' });
  expect(ended.errors).toContain('CREDLINK_OPRF_KEY: is missing');
});
