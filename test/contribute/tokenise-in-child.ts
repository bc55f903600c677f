import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openStateFolder, tokeniseFile } from '@credlink/contribute';
import { localKeyholder } from './local-keyholder.ts';

/** The process that killed-tokenise.test.ts kills: tokenises `holders.csv` of a folder into `out`. */
const [folder = '.'] = process.argv.slice(2);
if (!existsSync(join(folder, 'out'))) {
  const { client, challenge, exchangeKey, parameters } = await localKeyholder();
  await tokeniseFile({
    source: {
      path: join(folder, 'holders.csv'),
      kind: 'holders',
      organisation: 'careline-health',
      referenceIssuer: null,
      mapping: null,
      quarter: null,
    },
    exchangeKey,
    parameters,
    keyholder: client,
    challenge,
    state: await openStateFolder(join(folder, 'state')),
    outputFolder: join(folder, 'out'),
    supersedes: null,
    today: '2026-01-15',
    threads: 1,
  });
}
