import { parseArgs } from 'node:util';
import { AppError, rejected } from '@credlink/contracts';
import type { Environment } from '@credlink/runtime';
import { z } from 'zod';
import { readKeyholderConfig } from './config.ts';
import { deriveKeyPair } from './derive-key-pair.ts';

const HELP = `
Prints the public key of this keyholder for an exchange, as base64: what the steward's bootstrap asks for. It needs the
settings of the service, connects to nothing, and never shows the key itself.

Options:
  --exchange-id UUID   as in the exchange key file
  --key-epoch N        1 unless said
  --next               of CREDLINK_NEXT_OPRF_KEY: for the epoch contributors move to

Example:
  node services/keyholder/src/main.ts public-key --exchange-id 6f1d8a80-0000-4000-8000-000000000001
  node services/keyholder/src/main.ts public-key --exchange-id 6f1d8a80-0000-4000-8000-000000000001 --key-epoch 2 --next
`;

const OPTIONS = {
  help: { type: 'boolean', short: 'h' },
  'exchange-id': { type: 'string' },
  'key-epoch': { type: 'string', default: '1' },
  next: { type: 'boolean', default: false },
} as const;

const Scope = z.object({
  exchangeId: z.uuid(),
  keyEpoch: z.coerce.number().int().min(1),
  isNext: z.boolean(),
});

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
    errors.write(
      'public-key needs --exchange-id UUID and takes --key-epoch N and --next. See public-key --help.\n',
    );
    return 2;
  }
  try {
    const { oprfKey, nextOprfKey } = readKeyholderConfig(environment);
    const seed = (scope.isNext ? nextOprfKey : oprfKey)?.reveal();
    if (seed === undefined) throw rejected('config_invalid', 'CREDLINK_NEXT_OPRF_KEY is not set');
    const { publicKey } = await deriveKeyPair(seed, scope);
    out.write(`${Buffer.from(publicKey).toString('base64')}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    errors.write(`${error.message} (${error.code})\n`);
    return 1;
  }
}

function readArguments(args: readonly string[]): z.infer<typeof Scope> | 'help' | null {
  try {
    const { values } = parseArgs({ args: [...args], options: OPTIONS });
    if (values.help === true) return 'help';
    const scope = Scope.safeParse({
      exchangeId: values['exchange-id'],
      keyEpoch: values['key-epoch'],
      isNext: values.next,
    });
    return scope.success ? scope.data : null;
  } catch {
    return null;
  }
}
