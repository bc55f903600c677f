import { type ParseArgsConfig, parseArgs } from 'node:util';

/**
 * The command line of a program under test/bench. `--help` writes the usage to standard output and ends the process with 0;
 * an option nobody knows, or one without its value, is said in a line above the usage on standard error, and ends it with 2.
 */
export function readCommandLine<T extends ParseArgsConfig>(
  usage: string,
  config: T,
): ReturnType<typeof parseArgs<T>> {
  const args = config.args ?? process.argv.slice(2);
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(usage);
    process.exit(0);
  }
  try {
    return parseArgs(config);
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error);
    process.stderr.write(`${reason}\n${usage}`);
    process.exit(2);
  }
}
