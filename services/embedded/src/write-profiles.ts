import { readdir } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import type { ServiceUrls } from '@credlink/client';
import type { Home } from './home.ts';
import { writePrivately } from './secrets.ts';

const API_KEY = '.api-key';

/**
 * Writes, beside each API key of an embedded exchange, the settings file with which its owner uses the `credlink`
 * command. Ports may be others at every start, so the files are written at every start.
 */
export async function writeProfiles(
  home: Pick<Home, 'keys' | 'contributors'>,
  exchangeKeyPath: string,
  urls: ServiceUrls,
): Promise<void> {
  const found = (await readdir(home.keys)).filter((name) => name.endsWith(API_KEY));
  for (const apiKeyFile of found) {
    const organisation = basename(apiKeyFile, API_KEY);
    const profile = {
      urls,
      apiKeyFile,
      exchangeKeyFile: relative(home.keys, exchangeKeyPath),
      organisation,
      stateFolder: relative(home.keys, join(home.contributors, organisation)),
    };
    await writePrivately(profilePath(home, organisation), `${JSON.stringify(profile, null, 2)}\n`);
  }
}

/** Where the settings file of an organisation is. */
export function profilePath(home: Pick<Home, 'keys'>, organisation: string): string {
  return join(home.keys, `${organisation}.profile.json`);
}
