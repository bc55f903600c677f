import { AppError, type RunView } from '@credlink/contracts';
import { Command } from 'commander';
import { failureText } from '../error-text.ts';
import { idArgument } from '../id-argument.ts';
import type { CommandContext } from '../program.ts';
import type { Session } from '../session.ts';
import { textTable } from '../text-table.ts';
import { waitUntil } from '../wait-until.ts';

export function linkCommand({ session }: CommandContext): Command {
  const order = new Command('order')
    .description('Order a run: link the records of all committed uploads to persons.')
    .option('--wait', 'wait until it is done, showing progress')
    .action(async (options: { wait?: boolean }, command: Command) => {
      const opened = await session(command);
      const ordered = await opened.client.steward.orderRun(opened.terminal.signal);
      const run = options.wait === true ? await waitForRun(opened, ordered.runId) : ordered;
      opened.print(run, () => runTable([run]));
    });
  const list = new Command('list')
    .description('List runs.')
    .action(async (_options: unknown, command: Command) => {
      const { client, print, terminal } = await session(command);
      const runs = await client.steward.runs(terminal.signal);
      print({ runs }, () => runTable(runs));
    });
  const show = new Command('show')
    .description('Show one, with its quality record (--json).')
    .argument('<run>', 'id of the run', idArgument('credlink link list'))
    .option('--wait', 'wait until it is done')
    .action(async (runId: string, options: { wait?: boolean }, command: Command) => {
      const opened = await session(command);
      const run =
        options.wait === true
          ? await waitForRun(opened, runId)
          : await opened.client.steward.run(runId, opened.terminal.signal);
      opened.print(run, () => runTable([run]));
    });
  const cancel = new Command('cancel')
    .description('Cancel one.')
    .argument('<run>', 'id of the run', idArgument('credlink link list'))
    .action(async (runId: string, _options: unknown, command: Command) => {
      const { client, print, terminal } = await session(command);
      const run = await client.steward.cancelRun(runId, terminal.signal);
      print(run, () => runTable([run]));
    });
  return new Command('link')
    .description('Runs of the linker.')
    .addCommand(order, { isDefault: true })
    .addCommand(list)
    .addCommand(show)
    .addCommand(cancel)
    .addHelpText(
      'after',
      `
Ctrl-C during --wait stops the waiting, not the run; "credlink link show RUN --wait" goes on.

Examples:
  credlink link --wait
  credlink link list
  credlink link show 4b1f0f52-8ea4-4a4a-9c1c-3b2a5f7f0001 --json`,
    );
}

async function waitForRun(session: Session, runId: string): Promise<RunView> {
  const { client, terminal } = session;
  const run = await waitUntil(
    session,
    () => client.steward.run(runId, terminal.signal),
    ({ state }) => state !== 'ordered' && state !== 'linking',
  );
  if (run.state === 'linked') return run;
  throw new AppError(
    'rejected',
    'run_state_forbids',
    `run ${runId} is ${run.state}: ${failureText(run.failure)}`,
  );
}

function runTable(runs: readonly RunView[]): string {
  return textTable(runs, [
    { title: 'run', of: (row) => row.runId },
    { title: 'state', of: (row) => row.state },
    { title: 'ordered', of: (row) => row.orderedAt },
    { title: 'finished', of: (row) => row.finishedAt },
    { title: 'failure', of: (row) => row.failure },
  ]);
}
