import { parseArgs } from 'node:util';
import { AppError } from '@credlink/contracts';
import type { Environment } from '@credlink/runtime';
import { z } from 'zod';
import { readKeyholderConfig } from './config.ts';
import { deriveKeyPair, type KeyScope } from './derive-key-pair.ts';

const HELP = `
Prints the public key of this keyholder for an exchange, as base64: what the steward's bootstrap asks for. It needs the
settings of the service, connects to nothing, and never shows the key itself.

Options:
  --exchange-id UUID   as in the exchange key file
  --key-epoch N        1 unless said

Example:
  node services/keyholder/src/main.ts public-key --exchange-id 6f1d8a80-0000-4000-8000-000000000001
`;

const OPTIONS = {
  help: { type: 'boolean', short: 'h' },
  'exchange-id': { type: 'string' },
  'key-epoch': { type: 'string', default: '1' },
} as const;

const Scope = z.object({ exchangeId: z.uuid(), keyEpoch: z.coerce.number().int().min(1) });

type Sink = { write(text: string): unknown };

/** @returns the exit code: 0 done, 1 not possible, 2 wrong arguments */
export async function runPublicKey(
  args: readonly string[],
  environment: Environment,
  out: Sink,
  errors: Sink,
): Promise<number> {
  const scope = readArguments(args);
  if (scope === 'help') {
    out.write(`${HELP.trim()}\n`);
    return 0;
  }
  if (scope === null) {
    errors.write('public-key needs --exchange-id UUID and takes --key-epoch N. See public-key --help.\n');
    return 2;
  }
  try {
    const seed = readKeyholderConfig(environment).oprfKey.reveal();
    const { publicKey } = await deriveKeyPair(seed, scope);
    out.write(`${Buffer.from(publicKey).toString('base64')}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    errors.write(`${error.message} (${error.code})\n`);
    return 1;
  }
}

function readArguments(args: readonly string[]): KeyScope | 'help' | null {
  try {
    const { values } = parseArgs({ args: [...args], options: OPTIONS });
    if (values.help === true) return 'help';
    const scope = Scope.safeParse({ exchangeId: values['exchange-id'], keyEpoch: values['key-epoch'] });
    return scope.success ? scope.data : null;
  } catch {
    return null;
  }
}
