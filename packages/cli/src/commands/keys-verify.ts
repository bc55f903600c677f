import { resolve } from 'node:path';
import { exchangeClient, LOCAL_URLS } from '@credlink/client';
import { ReleaseKey, rejected } from '@credlink/contracts';
import { exchangeKeyCheckValue, readExchangeKeyFile } from '@credlink/contribute';
import { checkDestruction, type DestructionFinding, type EpochInHand } from '@credlink/verifier';
import { Command } from 'commander';
import { destructionText } from '../destruction-text.ts';
import { EXIT_CODES } from '../exit-code.ts';
import type { CommandContext } from '../program.ts';
import type { Terminal } from '../session.ts';
import { isSignedBy } from '../verify/certificate-tools.ts';
import { readJson } from '../verify/read-json.ts';
import { isUrl } from '../verify/read-outcomes.ts';

type VerifyOptions = {
  readonly key?: string;
  readonly keys?: string;
  readonly exchangeKey?: string;
};

const FINDING_TEXT: Readonly<Record<DestructionFinding, string>> = {
  not_signed: 'nobody signed it',
  signature_wrong: 'what it says is not what was signed: it was changed, or never signed',
  signed_by_another_key: 'it is signed with a key that is none of those you trust',
  declared_before_it_was_empty: 'the key is declared destroyed before the last file under it was deleted',
  of_another_key: 'it is not of the exchange key in the file you named',
};

export function verifyCertificateCommand({ session, endWith }: CommandContext): Command {
  return new Command('verify')
    .description('Check a certificate of destruction: who signed it, and that nothing in it was changed.')
    .argument('<certificate>', 'file that "credlink keys destroy --out" wrote')
    .option('--key <base64>', 'public key that the exchange signs with')
    .option(
      '--keys <path>',
      'its public keys: keys.json of a downloaded release, or address of its outcomes service',
    )
    .option('--exchange-key <file>', 'exchange key file of the epoch: is it this key that was destroyed?')
    .addHelpText(
      'after',
      `
Needs no network (unless --keys is an address), no API key and none of the exchange's services. One of --key and --keys says
whom you trust: the exchange signs these certificates with the key it signs releases with, and its outcomes service names
those that a release was published under. It ends with 0 when nothing was
found, with 6 when the certificate is not what a trusted key signed, and with 4 when the file is no such certificate.
What the certificate itself leaves open, copies of the key elsewhere, stays open.

Examples:
  credlink keys verify epoch-1-destroyed.json --keys OUT/keys.json
  credlink keys verify epoch-1-destroyed.json --keys https://outcomes.example.org --exchange-key exchange.key
  credlink keys verify vault-key-destroyed.json --key BASE64 --json`,
    )
    .action(async (path: string, options: VerifyOptions, command: Command) => {
      const { terminal, print } = await session(command);
      if (options.key === undefined && options.keys === undefined)
        throw rejected(
          'config_invalid',
          'say whom you trust, with --key or --keys: anybody can sign with some key',
        );
      const document = await readJson(resolve(terminal.workingFolder, path), 'certificate_malformed');
      const { statement, signedBy, findings } = checkDestruction(
        document,
        await trustedKeys(terminal, options),
        await epochInHand(terminal, options),
        isSignedBy,
      );
      const isClear = findings.length === 0;
      print({ certificate: path, isClear, statement, signedBy, findings }, () =>
        [
          destructionText(statement),
          ...(isClear
            ? [`Signed by ${signedBy}, which you trust. Nothing found.`]
            : [
                'NOT CLEAR. Do not rely on this certificate:',
                ...findings.map((one) => `  ${FINDING_TEXT[one]}`),
              ]),
        ].join('\n'),
      );
      if (!isClear) endWith(EXIT_CODES.notClear);
    });
}

async function trustedKeys(terminal: Terminal, { key, keys }: VerifyOptions): Promise<readonly string[]> {
  const own = key === undefined ? [] : [key];
  return keys === undefined ? own : [...own, ...(await namedKeys(terminal, keys))];
}

async function namedKeys(terminal: Terminal, path: string): Promise<readonly string[]> {
  if (isUrl(path)) {
    const { outcomes } = exchangeClient({ urls: { ...LOCAL_URLS, outcomes: path }, apiKey: null });
    return (await outcomes.keys(terminal.signal)).map(({ publicKey }) => publicKey);
  }
  const document = await readJson(resolve(terminal.workingFolder, path), 'certificate_malformed');
  const parsed = ReleaseKey.array().safeParse(document);
  if (!parsed.success)
    throw rejected('certificate_malformed', 'the file of --keys is no keys.json of a downloaded release');
  return parsed.data.map(({ publicKey }) => publicKey);
}

async function epochInHand(terminal: Terminal, { exchangeKey }: VerifyOptions): Promise<EpochInHand | null> {
  if (exchangeKey === undefined) return null;
  const key = await readExchangeKeyFile(resolve(terminal.workingFolder, exchangeKey));
  return { exchangeId: key.exchangeId, keyEpoch: key.keyEpoch, keyCheckValue: exchangeKeyCheckValue(key) };
}
