import { appendFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '@credlink/contracts';
import { openStateFolder, tokeniseFile } from '@credlink/contribute';
import { localKeyholder } from './local-keyholder.ts';

/**
 * The process that the tests of this folder kill: tokenises `holders.csv` of a folder into `out`, always for the same
 * exchange and keyholder. Each request to the keyholder leaves the number of its elements in `asked`. An error is told
 * by its code on standard output, and by exit code 3.
 */
const [folder = '.'] = process.argv.slice(2);

// Under a limit on file sizes, which plays the full disk, writing then fails instead of ending the process.
process.on('SIGXFSZ', () => undefined);

async function tokenise(): Promise<void> {
  const { client, challenge, exchangeKey, parameters } = await localKeyholder(
    (_, elements) => appendFileSync(join(folder, 'asked'), `${elements}\n`),
    'tokenise-in-child',
  );
  await tokeniseFile({
    source: {
      path: join(folder, 'holders.csv'),
      kind: 'holders',
      organisation: 'careline-health',
      referenceIssuer: null,
      mapping: null,
      quarter: null,
    },
    challenge,
    exchangeKey,
    parameters,
    keyholder: client,
    state: await openStateFolder(join(folder, 'state')),
    outputFolder: join(folder, 'out'),
    supersedes: null,
    today: '2026-01-15',
    threads: 1,
  });
}

if (!existsSync(join(folder, 'out'))) {
  try {
    await tokenise();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    process.stdout.write(error.code);
    process.exitCode = 3;
  }
}
