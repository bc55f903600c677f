import { AppError } from '@credlink/contracts';
import { CommanderError } from 'commander';
import { errorDocument, errorText } from './error-text.ts';
import { EXIT_CODES, exitCodeOf } from './exit-code.ts';
import { buildProgram } from './program.ts';
import type { Terminal } from './session.ts';

/**
 * Runs one command line and tells its exit code; never throws and never ends the process.
 * @param words the arguments after `credlink`.
 */
export async function runCommand(words: readonly string[], terminal: Terminal): Promise<number> {
  let exitCode: number = EXIT_CODES.ok;
  const program = buildProgram(terminal, (code) => {
    exitCode = code;
  });
  const isJson = words.includes('--json');
  try {
    await program.parseAsync([...words], { from: 'user' });
    return exitCode;
  } catch (error) {
    // Commander has written its own message or the help by now.
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return EXIT_CODES.ok;
      if (isJson) terminal.stdout.write(`${JSON.stringify(usageDocument(error), null, 2)}\n`);
      return EXIT_CODES.usage;
    }
    // What Ctrl-C broke off may fail in many ways; none of them is a fault.
    const reported =
      terminal.signal.aborted && !(error instanceof AppError && error.code === 'cancelled')
        ? new AppError('rejected', 'cancelled', 'cancelled', { cause: error })
        : error;
    report(reported, isJson, terminal);
    return exitCodeOf(reported);
  }
}

/** Commander's words name options and choices; they may repeat a word of the command line, never a row. */
function usageDocument({ message }: CommanderError): unknown {
  return { error: { code: 'usage', kind: 'rejected', message: message.replace(/^error: /, '') } };
}

function report(error: unknown, isJson: boolean, terminal: Terminal): void {
  if (isJson) terminal.stdout.write(`${JSON.stringify(errorDocument(error), null, 2)}\n`);
  if (error instanceof AppError && error.code === 'cancelled') {
    terminal.stderr.write('\nStopped. Nothing is half-loaded; run the same command again to go on.\n');
    return;
  }
  terminal.stderr.write(`\ncredlink: ${errorText(error)}\n`);
  if (terminal.environment.CREDLINK_DEBUG === '1') terminal.stderr.write(`${stackOf(error)}\n`);
}

/** For our own developers: frames only, since a library's message may quote what it was given. */
function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return [...frames, ...(error.cause === undefined ? [] : ['  caused by', stackOf(error.cause)])].join('\n');
}
