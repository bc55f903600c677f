import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { AppError, ExchangeParameters, Organisation, rejected } from '@credlink/contracts';
import { type Environment, readConfig, secretText, systemClock } from '@credlink/runtime';
import { openStore } from '@credlink/store';
import { z } from 'zod';
import { type BootstrapOrder, bootstrapExchange } from './bootstrap.ts';

const HELP = `
Sets up the one exchange of a migrated database, and prints the first steward's API key. It is shown once.

Options:
  --name TEXT              name of the exchange, shown to contributors
  --steward CODE=NAME      the organisation that runs it, for instance alliance="State alliance"
  --exchange-id UUID       as in the exchange key file; drawn where left out
  --key-epoch N            1 unless said
  --key-check-value HEX    of the exchange key: 32 hex digits
  --normaliser-major N     1 unless said
  --pack NAME@VERSION      a rule pack that is accepted; repeat for more
  --oprf-public-key BASE64 of the keyholder

Variable:
  CREDLINK_DATABASE_URL    postgres://credlink_steward:...@host/database

Example:
  CREDLINK_DATABASE_URL=... node services/steward/src/main.ts bootstrap --name "Anytown exchange" \\
    --steward alliance="Career pathways alliance" --key-check-value 00112233445566778899aabbccddeeff \\
    --pack holder@2.0.0 --pack wage@2.0.0 --oprf-public-key <base64>
`;

const OPTIONS = {
  help: { type: 'boolean', short: 'h' },
  name: { type: 'string' },
  steward: { type: 'string' },
  'exchange-id': { type: 'string' },
  'key-epoch': { type: 'string' },
  'key-check-value': { type: 'string' },
  'normaliser-major': { type: 'string' },
  pack: { type: 'string', multiple: true },
  'oprf-public-key': { type: 'string' },
} as const;

type Sink = { write(text: string): unknown };

/** @returns the exit code: 0 done, 1 not possible, 2 wrong arguments */
export async function runBootstrap(
  args: readonly string[],
  environment: Environment,
  out: Sink,
  errors: Sink,
): Promise<number> {
  const asked = readArguments(args);
  if (asked === 'help') {
    out.write(`${HELP.trim()}\n`);
    return 0;
  }
  if (typeof asked === 'string') {
    errors.write(`${asked}\nSee bootstrap --help.\n`);
    return 2;
  }
  try {
    const config = readConfig('CREDLINK_', z.strictObject({ databaseUrl: secretText() }), environment);
    const store = openStore({ url: config.databaseUrl.reveal(), applicationName: 'credlink-bootstrap' });
    try {
      const { apiKey } = await bootstrapExchange({ db: store.db, clock: systemClock }, asked);
      out.write(`${JSON.stringify({ exchangeId: asked.exchange.exchangeId, apiKey })}\n`);
      return 0;
    } finally {
      await store.close();
    }
  } catch (error) {
    const known = error instanceof AppError ? error : rejected('fault', 'the exchange could not be set up');
    errors.write(`${known.message} (${known.code})\n`);
    return 1;
  }
}

/** The order the arguments make, `help`, or what is wrong with them. */
function readArguments(args: readonly string[]): BootstrapOrder | string {
  let values: ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'];
  try {
    ({ values } = parseArgs({ args: [...args], options: OPTIONS }));
  } catch (error) {
    return error instanceof Error ? error.message : 'the arguments cannot be read';
  }
  if (values.help === true) return 'help';
  const [, organisation, name] = /^([^=]*)=(.*)$/.exec(values.steward ?? '') ?? [];
  const steward = Organisation.safeParse({ organisation, name, kind: 'steward' });
  if (!steward.success) return '--steward is CODE=NAME, the code in lower-case letters, digits and hyphens';
  const exchange = ExchangeParameters.safeParse({
    exchangeId: values['exchange-id'] ?? randomUUID(),
    name: values.name,
    keyEpoch: Number(values['key-epoch'] ?? 1),
    keyCheckValue: values['key-check-value'],
    normaliserMajor: Number(values['normaliser-major'] ?? 1),
    packs: (values.pack ?? []).map((pack) => ({ name: pack.split('@')[0], version: pack.split('@')[1] })),
    oprfPublicKey: values['oprf-public-key'],
  });
  if (!exchange.success) {
    const wrong = new Set(exchange.error.issues.map((issue) => optionName(String(issue.path[0]))));
    return `missing or not valid: ${[...wrong].join(', ')}`;
  }
  return { exchange: exchange.data, steward: steward.data };
}

function optionName(field: string): string {
  if (field === 'packs') return '--pack';
  return `--${field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
