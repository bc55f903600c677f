import { type ExchangeClient, exchangeClient } from '@credlink/client';
import { rejected } from '@credlink/contracts';
import { type Environment, type Profile, readProfile } from './profile.ts';
import { type ProgressView, progressView, SILENT } from './progress-view.ts';

/** The outside world of one command: arguments of everything, so that a test can run commands in its own process. */
export type Terminal = {
  readonly environment: Environment;
  readonly workingFolder: string;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly signal: AbortSignal;
  readonly now: () => Date;
};

export type GlobalOptions = {
  readonly profile?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
};

/** What a command works with. */
export type Session = {
  readonly terminal: Terminal;
  readonly profile: Profile;
  readonly client: ExchangeClient;
  readonly progress: ProgressView;
  /** The result: text for people, or the document with `--json`. One document a command. */
  print(document: unknown, text: () => string): void;
  /** A remark for people on standard error; silent with `--quiet`. */
  note(text: string): void;
};

export async function openSession(terminal: Terminal, options: GlobalOptions): Promise<Session> {
  const profile = await readProfile(options.profile, terminal.environment, terminal.workingFolder);
  const progress = options.quiet === true ? SILENT : progressView(terminal.stderr);
  return {
    terminal,
    profile,
    client: exchangeClient({ urls: profile.urls, apiKey: profile.apiKey }),
    progress,
    print(document, text) {
      progress.end();
      terminal.stdout.write(options.json === true ? `${JSON.stringify(document, null, 2)}\n` : `${text()}\n`);
    },
    note(text) {
      if (options.quiet === true) return;
      progress.end();
      terminal.stderr.write(`${text}\n`);
    },
  };
}

/** The organisation a file belongs to. */
export function organisationOf(session: Session, named: string | undefined): string {
  const organisation = named ?? session.profile.organisation;
  if (organisation === null) {
    throw rejected(
      'config_invalid',
      'no organisation is named; use --organisation, CREDLINK_ORGANISATION or credlink.json',
    );
  }
  return organisation;
}
