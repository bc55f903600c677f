import { join, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { rejected } from '@credlink/contracts';
import {
  type AuditLimits,
  checkBothCounts,
  checkCertificate,
  checkCounts,
  checkPersons,
  checkResult,
  highsSolver,
} from '@credlink/verifier';
import { Command, Option } from 'commander';
import { EXIT_CODES } from '../exit-code.ts';
import type { CommandContext } from '../program.ts';
import type { Session } from '../session.ts';
import { certificateTools, digestOfFile } from '../verify/certificate-tools.ts';
import { readCubeFolder } from '../verify/read-cube-folder.ts';
import { isOutcomesFolder, isUrl, readOutcomesFolder, readOutcomesFrom } from '../verify/read-outcomes.ts';
import { readPersons } from '../verify/read-persons.ts';
import { verifyOutcomes } from '../verify/verify-outcomes.ts';
import { type VerifyDocument, verifyText } from '../verify/verify-text.ts';
import { wholeNumber } from '../whole-number.ts';

type VerifyOptions = {
  readonly attacker: 'half-open' | 'whole';
  readonly minutes: number;
  readonly key?: string;
  readonly micro?: string;
  readonly insiders: number;
  readonly previous?: string;
  readonly previousMicro?: string;
};

/** One linear program that takes longer leaves its cell undecided. */
const SECONDS_PER_PROGRAM = 120;

export function verifyReleaseCommand({ session, endWith }: CommandContext): Command {
  return new Command('verify-release')
    .description(
      'Re-check a release from its published cells alone. Offline; shares no code with the suppressor.',
    )
    .argument(
      '<path>',
      'folder of a downloaded release, address of an outcomes service, or output of protect',
    )
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
    .option('--key <base64>', 'the public key the certificate must be signed with')
    .option('--previous <path>', 'the release before: folder or address')
    .option('--micro <file>', 'the persons behind the cells, for an auditor who has them: B1, B5 and B9 too')
    .option('--previous-micro <file>', 'the persons behind the release before')
    .addOption(
      new Option('--insiders <n>', 'with --micro: how many issuers and employers are tried, largest first')
        .argParser(wholeNumber)
        .default(25),
    )
    .addHelpText(
      'after',
      `
Exit codes beside the usual ones: 6 when a check failed or could not be decided.

Examples:
  credlink verify-release OUT
  credlink verify-release https://outcomes.example.org --key BASE64
  credlink verify-release https://outcomes.example.org/v1/releases/ID --previous OUT
  credlink verify-release OUT --attacker whole --json > findings.json
  credlink verify-release OUT2 --previous OUT1 --micro micro2.csv --previous-micro micro.csv`,
    )
    .action(async (path: string, options: VerifyOptions, command: Command) => {
      const opened = await session(command);
      const document = await verifyPath(opened, path, options);
      opened.print(document, () => verifyText(document));
      if (!document.isClear) endWith(EXIT_CODES.notClear);
    });
}

async function verifyPath(session: Session, path: string, options: VerifyOptions): Promise<VerifyDocument> {
  const { terminal } = session;
  const at = (name: string): string => resolve(terminal.workingFolder, name);
  const isOutcomes = (name: string): boolean => isUrl(name) || isOutcomesFolder(at(name));
  if (!isOutcomes(path)) return await verifyFolder(session, path, options);
  if (options.micro !== undefined || options.previousMicro !== undefined)
    throw rejected('config_invalid', '--micro is for the output of protect; a service gives away no persons');
  const read = (name: string) =>
    isUrl(name) ? readOutcomesFrom(name, terminal.signal) : readOutcomesFolder(at(name));
  return await verifyOutcomes(
    await read(path),
    {
      path,
      attacker: options.attacker === 'whole' ? 'whole' : 'half_open',
      trustedKey: options.key ?? null,
      previous: options.previous === undefined ? null : await read(options.previous),
    },
    limitsOf(session, options)('ranges'),
  );
}

async function verifyFolder(session: Session, path: string, options: VerifyOptions): Promise<VerifyDocument> {
  const { terminal } = session;
  const at = (name: string): string => resolve(terminal.workingFolder, name);
  const persons = async (name: string | undefined) =>
    name === undefined ? null : await readPersons(at(name));
  const attacker = options.attacker === 'whole' ? 'whole' : 'half_open';
  const { lattice, insiders, parsed, certificate } = await readCubeFolder(at(path), attacker);
  const before = options.previous === undefined ? null : await readCubeFolder(at(options.previous), attacker);
  const previous = before && {
    lattice: before.lattice,
    cells: before.parsed.cells,
    persons: await persons(options.previousMicro),
  };
  const evidence = {
    persons: await persons(options.micro),
    insiderColumns: insiders,
    maxInsiders: options.insiders,
    previous,
  };
  const limits = limitsOf(session, options);
  const solver = await highsSolver();
  const report = await checkCounts(lattice, parsed.cells, solver, limits('ranges'));
  const known = await checkPersons(lattice, report.checked, evidence, solver, limits('insiders'));
  const now = { lattice, cells: parsed.cells, persons: evidence.persons };
  const both = previous && (await checkBothCounts(previous, now, solver, limits('both releases')));
  const digests = { cellsSha256: await digestOfFile(join(at(path), 'cells.jsonl')) };
  const tools = certificateTools(digests, options.key ?? null);
  const found = [...parsed.findings, ...report.findings, ...(both?.findings ?? []), ...known.findings];
  const own = [
    ...report.checks.map((check) => (check.id === 'form' ? checkResult('form', found) : check)),
    ...(both?.checks ?? []),
    ...known.checks,
    checkResult('B10', found),
  ];
  const compared = checkCertificate(certificate, own, tools);
  const findings = [...found, ...compared.findings];
  const checks = [...own, checkResult('certificate', findings, { note: compared.note })];
  return {
    path,
    isClear: checks.every(({ result }) => result === 'passed' || result === 'not_checkable'),
    cells: report.cells,
    shown: report.shown,
    checks,
    claims: compared.claims,
    ranges: report.ranges,
    insiderRanges: known.insiderRanges,
    findings,
    programs: report.solutions + (both?.solutions ?? 0),
  };
}

function limitsOf(
  { terminal, progress }: Session,
  { minutes }: VerifyOptions,
): (step: string) => AuditLimits {
  const until = terminal.now().getTime() + minutes * 60_000;
  return (step) => ({
    secondsPerSolution: SECONDS_PER_PROGRAM,
    async mayGoOn() {
      await setImmediate();
      terminal.signal.throwIfAborted();
      return terminal.now().getTime() < until;
    },
    onProgress: (done, total) => progress.show({ step, done, total, secondsLeft: null }),
  });
}
