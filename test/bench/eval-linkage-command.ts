import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readCommandLine } from './command-line.ts';
import { evaluateLinkage, isPackName, linkageHeading, linkageLine } from './eval-linkage.ts';
import { isLabelledSet } from './linkage-folder.ts';
import type { SsnUse } from './linkage-tokens.ts';

const SHARED_DATA = join(import.meta.dirname, '..', '..', '..', 'shared', 'data');

const USAGE = `usage: eval -- linkage [DIR] [--ssn use|drop|mask=SHARE] [--one-to-one] [--pack NAME] [--json]
  DIR           a labelled set: records in CSV files and truth.csv (default: every set beside the repository)
  --ssn         use, drop, or mask=SHARE of the records (default use)
  --one-to-one  score each side's best links alone
  --pack        rule pack (default full)
`;

function ssnUse(text: string): SsnUse | null {
  if (text === 'use' || text === 'drop') return { kind: text };
  const share = Number(/^mask=(.+)$/.exec(text)?.[1] ?? Number.NaN);
  return share >= 0 && share <= 1 ? { kind: 'mask', share } : null;
}

/** The command; returns the exit code. */
export async function evalLinkage(args: readonly string[]): Promise<number> {
  const { values, positionals } = readCommandLine(USAGE, {
    args: [...args],
    allowPositionals: true,
    options: {
      ssn: { type: 'string', default: 'use' },
      'one-to-one': { type: 'boolean', default: false },
      pack: { type: 'string', default: 'full' },
      json: { type: 'boolean', default: false },
    },
  });
  const ssn = ssnUse(values.ssn);
  if (ssn === null || !isPackName(values.pack) || positionals.length > 1) {
    process.stderr.write(USAGE);
    return 2;
  }
  const options = { ssn, ssnText: values.ssn, isOneToOne: values['one-to-one'], pack: values.pack };
  const [dir] = positionals;
  if (dir !== undefined) {
    if (!isLabelledSet(resolve(dir))) {
      process.stderr.write(`no labelled set there: truth.csv is missing\n${USAGE}`);
      return 2;
    }
    const report = await evaluateLinkage(resolve(dir), options);
    process.stdout.write(
      values.json
        ? `${JSON.stringify({ ...report, dir }, null, 1)}\n`
        : linkageHeading() + linkageLine(report),
    );
    return 0;
  }
  if (!existsSync(SHARED_DATA)) {
    process.stderr.write('the labelled sets beside the repository are absent: name a folder\n');
    return 2;
  }
  const reports = [];
  if (!values.json) process.stdout.write(linkageHeading());
  for (const name of readdirSync(SHARED_DATA).sort()) {
    const folder = join(SHARED_DATA, name);
    if (!isLabelledSet(folder)) continue;
    const isLink = existsSync(join(folder, 'a.csv'));
    for (const text of ['drop', 'use']) {
      const report = await evaluateLinkage(folder, {
        ...options,
        ssn: { kind: text === 'use' ? 'use' : 'drop' },
        ssnText: text,
        isOneToOne: isLink,
      });
      reports.push(report);
      if (!values.json) process.stdout.write(linkageLine(report));
    }
  }
  if (values.json) process.stdout.write(`${JSON.stringify(reports, null, 1)}\n`);
  return 0;
}
