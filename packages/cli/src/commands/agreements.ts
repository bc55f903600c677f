import { Agreement } from '@credlink/contracts';
import { Command } from 'commander';
import { readDocument } from '../json-document.ts';
import type { CommandContext } from '../program.ts';
import { textTable } from '../text-table.ts';

export function agreementsCommand({ session }: CommandContext): Command {
  const list = new Command('list')
    .description('List them.')
    .action(async (_options: unknown, command: Command) => {
      const { client, print, terminal } = await session(command);
      const agreements = await client.steward.agreements(terminal.signal);
      print({ agreements }, () =>
        textTable(agreements, [
          { title: 'agreement', of: (row) => row.agreementId },
          { title: 'grantor', of: (row) => row.grantor },
          { title: 'grantee', of: (row) => row.grantee },
          { title: 'kinds', of: (row) => row.kinds.join(' ') },
          { title: 'state', of: (row) => row.state },
          { title: 'expires', of: (row) => row.expires },
        ]),
      );
    });
  const put = new Command('put')
    .description('Enter or change one from a JSON file.')
    .argument('<file>')
    .action(async (file: string, _options: unknown, command: Command) => {
      const { client, print, terminal } = await session(command);
      const agreement = await client.steward.putAgreement(
        await readDocument(file, Agreement),
        terminal.signal,
      );
      print(
        agreement,
        () => `Entered ${agreement.agreementId}: ${agreement.state}, until ${agreement.expires}.`,
      );
    });
  return new Command('agreements')
    .description('What each owner lets the exchange do with its files.')
    .addCommand(list, { isDefault: true })
    .addCommand(put)
    .addHelpText(
      'after',
      `
Examples:
  credlink agreements
  credlink agreements put agreement.json
where agreement.json is
  {"agreementId": "DSA-7", "grantor": "careline-health", "grantee": "alliance", "legalBasis": "contract",
   "purpose": "outcomes of our credentials", "kinds": ["holders"], "uses": ["link", "improve_pooled"],
   "privacyProfile": "ferpa10", "starts": "2026-01-01", "expires": "2028-12-31", "destroyBy": null, "state": "active"}
"decoys": 300 allows up to so many invented records in an upload, which measure the linkage (none where it is left out).`,
    );
}
