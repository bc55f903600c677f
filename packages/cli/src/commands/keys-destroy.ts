import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type DestroyedKey, type DestructionView, fault, rejected } from '@credlink/contracts';
import { Command } from 'commander';
import { destroyedKeyText, destructionText } from '../destruction-text.ts';
import type { CommandContext } from '../program.ts';
import { textTable } from '../text-table.ts';
import { waitUntil } from '../wait-until.ts';

export function destroyCommand({ session }: CommandContext): Command {
  return new Command('destroy')
    .description(
      'Declare a key destroyed that is out of use, and get a signed certificate of what was checked.',
    )
    .argument('<key>', 'check value of a vault key, or number of an epoch')
    .option('--out <file>', 'write the certificate here')
    .addHelpText(
      'after',
      `
First take the key out of the settings of its service and start that again, then destroy every copy. Refused while an
upload is under the key, or while intake or keyholder was started with it. The certificate says what was not checked:
copies elsewhere. It is signed with the key that certificates of releases are signed with; "credlink keys verify" checks it.

Examples:
  credlink keys destroy 1 --out epoch-1-destroyed.json
  credlink keys destroy 5b0c1f0b6a3f4e0d8a1c2b3d4e5f6071 --out vault-key-destroyed.json`,
    )
    .action(async (words: string, options: { out?: string }, command: Command) => {
      const opened = await session(command);
      const { client, print, terminal } = opened;
      const { destructionId } = await client.steward.certifyDestruction(keyOf(words), terminal.signal);
      const { found } = await waitUntil(
        opened,
        async () => ({
          found: await findDestruction(() => client.steward.destructions(terminal.signal), destructionId),
          progress: null,
        }),
        (asked) => asked.found.signature !== null,
      );
      const certificate = { ...found.statement, signature: found.signature };
      if (options.out !== undefined) {
        const path = resolve(terminal.workingFolder, options.out);
        await writeFile(path, `${JSON.stringify(certificate, null, 2)}\n`);
      }
      print(certificate, () => certificateText(found));
    });
}

export function certificatesCommand({ session }: CommandContext): Command {
  return new Command('certificates')
    .description('List keys that were declared destroyed; with --json, their certificates.')
    .addHelpText('after', '\nExample:\n  credlink keys certificates --json')
    .action(async (_options: unknown, command: Command) => {
      const { client, print, terminal } = await session(command);
      const destructions = await client.steward.destructions(terminal.signal);
      const certificates = destructions.map(({ statement, signature }) => ({ ...statement, signature }));
      print({ certificates }, () =>
        textTable(destructions, [
          { title: 'key', of: ({ statement }) => destroyedKeyText(statement.key) },
          { title: 'declared', of: ({ statement }) => statement.declaredAt },
          { title: 'signed', of: ({ signature }) => (signature === null ? 'no' : 'yes') },
        ]),
      );
    });
}

function keyOf(words: string): DestroyedKey {
  if (/^[0-9a-f]{32}$/.test(words)) return { kind: 'vault_key', keyCheck: words };
  if (/^[1-9][0-9]{0,8}$/.test(words)) return { kind: 'key_epoch', keyEpoch: Number(words) };
  throw rejected('config_invalid', 'name a vault key by its check value, or an epoch by its number');
}

async function findDestruction(
  list: () => Promise<readonly DestructionView[]>,
  destructionId: string,
): Promise<DestructionView> {
  const found = (await list()).find((one) => one.destructionId === destructionId);
  if (found === undefined) throw fault(`destruction ${destructionId} is gone`);
  return found;
}

function certificateText({ statement, signature }: DestructionView): string {
  return `${destructionText(statement)}\nSigned by ${signature?.publicKey ?? 'nobody yet'}.`;
}
