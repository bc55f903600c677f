import { resolve } from 'node:path';
import { type KeysView, rejected } from '@credlink/contracts';
import { exchangeKeyCheckValue, readExchangeKeyFile } from '@credlink/contribute';
import { Command } from 'commander';
import { heldUpText, keysText } from '../keys-text.ts';
import type { CommandContext } from '../program.ts';
import type { Session } from '../session.ts';
import { waitUntil } from '../wait-until.ts';
import { certificatesCommand, destroyCommand } from './keys-destroy.ts';
import { verifyCertificateCommand } from './keys-verify.ts';

export function keysCommand(context: CommandContext): Command {
  return new Command('keys')
    .description('Keys of the exchange: what is in use, and changing them.')
    .addCommand(statusCommand(context), { isDefault: true })
    .addCommand(rotateVaultCommand(context))
    .addCommand(beginEpochCommand(context))
    .addCommand(cutOverCommand(context))
    .addCommand(destroyCommand(context))
    .addCommand(certificatesCommand(context))
    .addCommand(verifyCertificateCommand(context))
    .addHelpText(
      'after',
      `
Two kinds of change: the vault's key alone, without the contributors (rotate-vault), or the keys that tokens are made
under, which every contributor makes again (begin-epoch, then cut-over).

Examples:
  credlink keys status
  credlink keys rotate-vault
  credlink keys begin-epoch --key exchange-2.key --due 2027-03-31
  credlink keys cut-over
  credlink keys destroy 1 --out epoch-1-destroyed.json
  credlink keys verify epoch-1-destroyed.json --keys https://outcomes.example.org`,
    );
}

function statusCommand({ session }: CommandContext): Command {
  return new Command('status')
    .description('Show which keys are in use, what is under each, and who has to send again. Never a key.')
    .addHelpText('after', '\nExample:\n  credlink keys status --json')
    .action(async (_options: unknown, command: Command) => {
      const { client, print, terminal } = await session(command);
      const keys = await client.steward.keys(terminal.signal);
      print(keys, () => keysText(keys));
    });
}

function rotateVaultCommand({ session }: CommandContext): Command {
  return new Command('rotate-vault')
    .description('Change the vault to the key that intake holds ready (CREDLINK_NEXT_VAULT_LAYER_KEY).')
    .option('--resume', 'order nothing; watch a change under way')
    .addHelpText(
      'after',
      `
Every file of the vault is written anew under the new key, and the old file removed; contributors do nothing, and who is
whom stays what it is. No run and no release can be ordered meanwhile, and none may be under way or held. It goes on by
itself after a crash, and after Ctrl-C, which stops the watching only. An upload whose files cannot be changed, because one
is damaged or its rule pack is not known any more, keeps everything waiting: "credlink keys status" names it with the error
code. Where it cannot be mended, the way out is that its contributor withdraws it (credlink withdraw) and sends it again.

Examples:
  openssl rand -base64 32        the new key: give it to intake as CREDLINK_NEXT_VAULT_LAYER_KEY, start intake again
  credlink keys rotate-vault
  credlink keys status           once the old key is "retired", make the new one CREDLINK_VAULT_LAYER_KEY`,
    )
    .action(async (options: { resume?: boolean }, command: Command) => {
      const opened = await session(command);
      if (options.resume !== true) await opened.client.steward.changeVaultKey(opened.terminal.signal);
      await watch(opened);
    });
}

type BeginOptions = {
  readonly key: string;
  readonly due?: string;
  readonly oprfPublicKey?: string;
  readonly sameOprfKey?: boolean;
};

function beginEpochCommand({ session }: CommandContext): Command {
  return new Command('begin-epoch')
    .description('Let contributors send under the next exchange key and OPRF key, beside the current ones.')
    .requiredOption('--key <file>', 'exchange key file of the next epoch; the key itself stays here')
    .option('--due <day>', 'day by which files should be sent again, shown to contributors')
    .option('--oprf-public-key <base64>', "of the next epoch (default: as the keyholder's service tells it)")
    .option('--same-oprf-key', 'keep the OPRF key: only the exchange key is replaced')
    .addHelpText(
      'after',
      `
Give the keyholder a new CREDLINK_NEXT_OPRF_KEY first and start it again, then every contributor the new key file. Each
sends its files again with it; "credlink status" lists them. Runs and releases go on under the current keys.
Asked again, it changes the due day. Refused where the keyholder was given no new OPRF key, unless --same-oprf-key says
that it is to stay.

Examples:
  credlink key create --out exchange-2.key --exchange 4b1f0f52-8ea4-4a4a-9c1c-3b2a5f7f0001 --epoch 2
  credlink keys begin-epoch --key exchange-2.key --due 2027-03-31`,
    )
    .action(async (options: BeginOptions, command: Command) => {
      const { client, print, terminal } = await session(command);
      const exchangeKey = await readExchangeKeyFile(resolve(terminal.workingFolder, options.key));
      const oprfPublicKey = options.oprfPublicKey ?? (await followingKey(client, options, terminal.signal));
      const keys = await client.steward.beginEpoch(
        {
          keyEpoch: exchangeKey.keyEpoch,
          keyCheckValue: exchangeKeyCheckValue(exchangeKey),
          oprfPublicKey,
          due: options.due ?? null,
        },
        terminal.signal,
      );
      print(keys, () => keysText(keys));
    });
}

/**
 * Claim: nobody replaces the OPRF key and keeps it without knowing: an epoch gets another public key even under the same
 * seed, so that the public keys alone do not tell.
 */
async function followingKey(
  client: Session['client'],
  { sameOprfKey = false }: BeginOptions,
  signal: AbortSignal,
): Promise<string> {
  const { publicKey, isNewSeed } = await client.keyholder.followingPublicKey(signal);
  if (isNewSeed !== sameOprfKey) return publicKey;
  throw rejected(
    'key_epoch_invalid',
    isNewSeed
      ? 'the keyholder was given a new OPRF key: start it without CREDLINK_NEXT_OPRF_KEY, or leave out --same-oprf-key'
      : 'the keyholder has no new OPRF key: start it with CREDLINK_NEXT_OPRF_KEY, or keep the key with --same-oprf-key',
  );
}

function cutOverCommand({ session }: CommandContext): Command {
  return new Command('cut-over')
    .description('Make the next epoch the current one, and delete all tokens of the one before.')
    .option(
      '--without <organisation...>',
      'organisations whose uploads may end although they were not sent again',
    )
    .option('--resume', 'order nothing; watch the end of an epoch under way')
    .addHelpText(
      'after',
      `
Refused while anybody's uploads are missing in the next epoch, with their names. Persons keep their numbers, and figures
their history, where the same file was sent again from the same machine.

Examples:
  credlink keys cut-over
  credlink keys cut-over --without old-college`,
    )
    .action(async (options: { without?: readonly string[]; resume?: boolean }, command: Command) => {
      const opened = await session(command);
      const { client, terminal } = opened;
      if (options.resume !== true) {
        await client.steward.cutOver({ without: [...(options.without ?? [])] }, terminal.signal);
      }
      await watch(opened);
    });
}

/** Until no change is under way. */
async function watch(opened: Session): Promise<void> {
  const { client, note, print, terminal } = opened;
  const noted = new Set<string>();
  const ask = async (): Promise<KeysView> => {
    const keys = await client.steward.keys(terminal.signal);
    for (const held of keys.heldUpBy) {
      if (!noted.has(held.uploadId)) note(heldUpText(held));
      noted.add(held.uploadId);
    }
    return keys;
  };
  const done = await waitUntil(opened, ask, ({ progress }) => progress === null);
  print(done, () => keysText(done));
}
