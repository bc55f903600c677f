import { AppError, OrderRelease, POLICY_NAMES, type ReleaseView, rejected } from '@credlink/contracts';
import { Command, Option } from 'commander';
import { failureText } from '../error-text.ts';
import { EXIT_CODES } from '../exit-code.ts';
import { idArgument } from '../id-argument.ts';
import type { CommandContext } from '../program.ts';
import type { Session } from '../session.ts';
import { textTable } from '../text-table.ts';
import { waitUntil } from '../wait-until.ts';
import { linkageText } from './release-linkage.ts';

type OrderOptions = {
  readonly title: string;
  readonly policy: string;
  readonly hold?: boolean;
  readonly restate?: boolean;
  readonly wait?: boolean;
};

const releaseArgument = idArgument('credlink release list');

/** Nobody can read a release that is in one of these states, and it is not left to stay in it. */
const UNFINISHED: readonly ReleaseView['state'][] = ['ordered', 'building'];

export function releaseCommand({ session, endWith }: CommandContext): Command {
  const order = new Command('order')
    .description('Order a release from the newest run.')
    .requiredOption('--title <text>')
    .addOption(new Option('--policy <policy>', 'disclosure policy').choices(POLICY_NAMES).default('rounded'))
    .option('--hold', 'hold it for your word instead of publishing it when it is built')
    .option('--restate', 'the annual restatement: reads the newest revision of every wage file')
    .option('--wait', 'wait until it is built, showing progress')
    .action(async (options: OrderOptions, command: Command) => {
      const opened = await session(command);
      const body = OrderRelease.safeParse({
        title: options.title,
        policy: options.policy,
        hold: options.hold === true,
        restate: options.restate === true,
      });
      if (!body.success) throw rejected('config_invalid', 'a title has 1 to 200 characters');
      const ordered = await opened.client.steward.orderRelease(body.data, opened.terminal.signal);
      const release = options.wait === true ? await waitForRelease(opened, ordered.releaseId) : ordered;
      opened.print(
        release,
        () => `${releaseTable([release])}${release.state === 'held' ? linkageText(release) : ''}`,
      );
      if (release.state === 'held' && options.hold !== true) endWith(EXIT_CODES.held);
    });
  const list = new Command('list')
    .description('List releases.')
    .action(async (_options: unknown, command: Command) => {
      const { client, print, terminal } = await session(command);
      const releases = await client.steward.releases(terminal.signal);
      print({ releases }, () => releaseTable(releases));
    });
  const show = new Command('show')
    .description('Show one.')
    .argument('<release>', 'id in the first column of the list', releaseArgument)
    .option('--wait', 'wait until it is built')
    .action(async (releaseId: string, options: { wait?: boolean }, command: Command) => {
      const opened = await session(command);
      const release =
        options.wait === true
          ? await waitForRelease(opened, releaseId)
          : await opened.client.steward.release(releaseId, opened.terminal.signal);
      opened.print(
        release,
        () => `${releaseTable([release])}${quarantineText(release)}${linkageText(release)}`,
      );
    });
  const publish = new Command('publish')
    .description('Publish one that is held, and wait until readers see it.')
    .argument('<release>', 'id in the first column of the list', releaseArgument)
    .action(async (releaseId: string, _options: unknown, command: Command) => {
      const opened = await session(command);
      await opened.client.steward.publishRelease(releaseId, opened.terminal.signal);
      const release = await waitForRelease(opened, releaseId, ['ordered', 'building', 'held']);
      opened.print(release, () => releaseTable([release]));
    });
  const withdraw = new Command('withdraw')
    .description('Withdraw one from publication.')
    .argument('<release>', 'id in the first column of the list', releaseArgument)
    .action(async (releaseId: string, _options: unknown, command: Command) => {
      const { client, print, terminal } = await session(command);
      const release = await client.steward.withdrawRelease(releaseId, terminal.signal);
      print(release, () => releaseTable([release]));
    });
  return new Command('release')
    .description('Protected statistics, made and published.')
    .addCommand(order)
    .addCommand(list)
    .addCommand(show)
    .addCommand(publish)
    .addCommand(withdraw)
    .addHelpText(
      'after',
      `
Examples:
  credlink release order --title "Outcomes 2026" --wait
  credlink release order --title "Outcomes 2026" --policy exact --hold --wait
  credlink release publish 4b1f0f52-8ea4-4a4a-9c1c-3b2a5f7f0001
  credlink release list`,
    );
}

async function waitForRelease(
  session: Session,
  releaseId: string,
  passing: readonly ReleaseView['state'][] = UNFINISHED,
): Promise<ReleaseView> {
  const { client, terminal } = session;
  const release = await waitUntil(
    session,
    () => client.steward.release(releaseId, terminal.signal),
    ({ state }) => !passing.includes(state),
  );
  if (release.state === 'published' || release.state === 'held') return release;
  throw new AppError(
    'rejected',
    'release_state_forbids',
    `release ${releaseId} is ${release.state}: ${failureText(release.failure)}`,
  );
}

const QUARANTINE_TEXT: Readonly<Record<ReleaseView['quarantined'][number]['reason'], string>> = {
  unlinked_roster: 'its persons are found in no other source, though those of the owner’s other rosters are',
  sudden_roster: 'fewer than 30 persons, all in one half-year: it waits for more, or for a second term',
  threshold_spike: 'the owner’s cohorts stand at the minimum cell size far more often than beside it',
};

/** What was kept out, and what the steward can do about it. */
function quarantineText({ quarantined }: ReleaseView): string {
  if (quarantined.length === 0) return '';
  const lines = quarantined.map(
    ({ organisation, credential, reason }) => `  ${organisation} ${credential}: ${QUARANTINE_TEXT[reason]}`,
  );
  return `\n\nKept out of every figure; ask the owner, and have the upload corrected or withdrawn:\n${lines.join('\n')}`;
}

function releaseTable(releases: readonly ReleaseView[]): string {
  return textTable(releases, [
    { title: 'release', of: (row) => row.releaseId },
    { title: 'published as', of: (row) => row.publishedId },
    { title: 'state', of: (row) => row.state },
    { title: 'policy', of: (row) => row.policy },
    { title: 'title', of: (row) => row.title },
    { title: 'finished', of: (row) => row.finishedAt },
    { title: 'failure', of: (row) => row.failure },
  ]);
}
