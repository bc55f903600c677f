import { resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { checkCounts, checkResult, highsSolver, notCheckable } from '@credlink/verifier';
import { Command, Option } from 'commander';
import { EXIT_CODES } from '../exit-code.ts';
import type { CommandContext } from '../program.ts';
import { readCubeFolder } from '../verify/read-cube-folder.ts';
import { type VerifyDocument, verifyText } from '../verify/verify-text.ts';
import { wholeNumber } from '../whole-number.ts';

type VerifyOptions = { readonly attacker: 'half-open' | 'whole'; readonly minutes: number };

/** One linear program that takes longer leaves its cell undecided. */
const SECONDS_PER_PROGRAM = 120;

export function verifyReleaseCommand({ session, endWith }: CommandContext): Command {
  return new Command('verify-release')
    .description(
      'Re-check a release from its published cells alone. Offline; shares no code with the suppressor.',
    )
    .argument('<path>', 'folder with cells.jsonl, spec.json and certificate.json')
    .addOption(
      new Option('--attacker <attacker>', 'how ranges are read: real numbers, or whole persons (stricter)')
        .choices(['half-open', 'whole'])
        .default('half-open'),
    )
    .addOption(
      new Option('--minutes <n>', 'stop after so long; what is open then is undecided, not passed')
        .argParser(wholeNumber)
        .default(600),
    )
    .addHelpText(
      'after',
      `
Exit codes beside the usual ones: 6 when a check failed or could not be decided.

Examples:
  credlink verify-release OUT
  credlink verify-release OUT --attacker whole --json > findings.json`,
    )
    .action(async (path: string, options: VerifyOptions, command: Command) => {
      const opened = await session(command);
      const { terminal, progress } = opened;
      const attacker = options.attacker === 'whole' ? 'whole' : 'half_open';
      const { lattice, parsed } = await readCubeFolder(resolve(terminal.workingFolder, path), attacker);
      const until = terminal.now().getTime() + options.minutes * 60_000;
      const report = await checkCounts(lattice, parsed.cells, await highsSolver(), {
        secondsPerSolution: SECONDS_PER_PROGRAM,
        async mayGoOn() {
          await setImmediate();
          terminal.signal.throwIfAborted();
          return terminal.now().getTime() < until;
        },
        onProgress: (done, total) => progress.show({ step: 'ranges', done, total, secondsLeft: null }),
      });
      const findings = [...parsed.findings, ...report.findings];
      const checks = [
        ...report.checks.map((check) => (check.id === 'form' ? checkResult('form', findings) : check)),
        checkResult('B10', findings),
        notCheckable('B1', 'needs the persons behind the cells'),
        notCheckable('B5', 'needs the persons behind the cells'),
        notCheckable('B9', 'needs the persons behind the cells of both releases'),
      ];
      const document: VerifyDocument = {
        path,
        isClear: checks.every(({ result }) => result === 'passed' || result === 'not_checkable'),
        cells: report.cells,
        shown: report.shown,
        checks,
        ranges: report.ranges,
        findings,
        programs: report.solutions,
      };
      opened.print(document, () => verifyText(document));
      if (!document.isClear) endWith(EXIT_CODES.notClear);
    });
}
