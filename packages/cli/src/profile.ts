import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { LOCAL_URLS, SERVICES, type ServiceUrls } from '@credlink/client';
import { AppError, rejected } from '@credlink/contracts';
import { z } from 'zod';

const Url = z.url({ protocol: /^https?$/ });

/** `credlink.json`. Paths are relative to its own folder. Secrets are never in it, only the paths of their files. */
const ProfileFile = z.strictObject({
  urls: z.strictObject({ outcomes: Url, keyholder: Url, intake: Url, steward: Url }).partial().default({}),
  apiKeyFile: z.string().optional(),
  exchangeKeyFile: z.string().optional(),
  organisation: z.string().optional(),
  stateFolder: z.string().optional(),
});

export type Profile = {
  readonly urls: ServiceUrls;
  /** Null: open routes only. */
  readonly apiKey: string | null;
  readonly exchangeKeyFile: string | null;
  readonly organisation: string | null;
  readonly stateFolder: string;
};

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where the exchange is and who is asking. An environment variable wins over the profile file; the file is the one
 * named, else `$CREDLINK_PROFILE`, else `./credlink.json`, else `credlink.json` in the state folder.
 *
 * Errors: `config_invalid` with the names of wrong settings, never their values.
 */
export async function readProfile(
  named: string | undefined,
  environment: Environment,
  workingFolder: string,
): Promise<Profile> {
  const home = environment.CREDLINK_HOME ?? join(homedir(), '.credlink');
  const asked = named ?? environment.CREDLINK_PROFILE;
  const candidates =
    asked === undefined
      ? [join(workingFolder, 'credlink.json'), join(home, 'credlink.json')]
      : [resolve(workingFolder, asked)];
  const { file, folder } = await firstProfile(candidates, asked !== undefined);
  const at = (path: string): string => (isAbsolute(path) ? path : join(folder, path));

  const fromEnvironment = (path: string | undefined): string | undefined =>
    path === undefined ? undefined : resolve(workingFolder, path);
  const apiKeyFile =
    fromEnvironment(environment.CREDLINK_API_KEY_FILE) ??
    (file.apiKeyFile === undefined ? undefined : at(file.apiKeyFile));
  return {
    urls: serviceUrls(file.urls, environment),
    apiKey: environment.CREDLINK_API_KEY ?? (apiKeyFile === undefined ? null : await readApiKey(apiKeyFile)),
    exchangeKeyFile:
      fromEnvironment(environment.CREDLINK_EXCHANGE_KEY_FILE) ??
      (file.exchangeKeyFile === undefined ? null : at(file.exchangeKeyFile)),
    organisation: environment.CREDLINK_ORGANISATION ?? file.organisation ?? null,
    stateFolder: environment.CREDLINK_HOME ?? (file.stateFolder === undefined ? home : at(file.stateFolder)),
  };
}

function serviceUrls(inFile: z.infer<typeof ProfileFile>['urls'], environment: Environment): ServiceUrls {
  const urls = { ...LOCAL_URLS };
  for (const service of SERVICES) {
    urls[service] = inFile[service] ?? LOCAL_URLS[service];
    const name = `CREDLINK_${service.toUpperCase()}_URL`;
    const value = environment[name];
    if (value === undefined) continue;
    if (!Url.safeParse(value).success)
      throw rejected('config_invalid', `${name} is no http or https address`);
    urls[service] = value;
  }
  return urls;
}

async function firstProfile(
  paths: readonly string[],
  isDemanded: boolean,
): Promise<{ file: z.infer<typeof ProfileFile>; folder: string }> {
  for (const path of paths) {
    let text: string;
    try {
      text = await readFile(path, 'utf8');
    } catch (cause) {
      if (!isDemanded) continue;
      throw new AppError('rejected', 'config_invalid', 'the profile file cannot be read', { cause });
    }
    return { file: parseProfile(text), folder: dirname(path) };
  }
  return { file: ProfileFile.parse({}), folder: '.' };
}

function parseProfile(text: string): z.infer<typeof ProfileFile> {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw rejected('config_invalid', 'the profile file is not JSON');
  }
  const parsed = ProfileFile.safeParse(document);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((issue) =>
    issue.code === 'unrecognized_keys' ? `unknown ${issue.keys.join(', ')}` : issue.path.join('.'),
  );
  throw rejected('config_invalid', `the profile file has wrong settings: ${wrong.join('; ')}`);
}

async function readApiKey(path: string): Promise<string> {
  let text: string;
  try {
    text = (await readFile(path, 'utf8')).trim();
  } catch (cause) {
    throw new AppError('rejected', 'config_invalid', 'the API key file cannot be read', { cause });
  }
  if (!/^ck_[0-9a-f-]{36}_\S+$/.test(text)) {
    throw rejected('config_invalid', 'the API key file holds no API key (ck_...)');
  }
  return text;
}
