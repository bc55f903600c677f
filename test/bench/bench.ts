import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describeMachine } from './bench-machine.ts';
import { writePeerFiles } from './bench-peer-files.ts';
import { type ReportedRow, reportRow } from './bench-report.ts';
import { rowsNamed, THEMES } from './bench-rows.ts';
import { createBench } from './bench-runner.ts';
import { asTable } from './bench-table.ts';
import { readCommandLine } from './command-line.ts';

const USAGE = `usage: bench -- [NAME ...] [--json] [--size SHARE] [--repeat N] [--memory-limit SIZE]
              [--keep DIR] [--csv DIR]
  NAME            P1 ... P10, or a theme: ${THEMES.join(' ')}; all rows without one
  --size          share of the sizes the goals name, above 0 (default 0.05)
  --repeat        runs of each measurement; the one with the least CPU counts (default 1)
  --memory-limit  of DuckDB in our processes and in its own (default 3GiB)
  --keep          folder for what is prepared, used again by the next run (default: a new one, removed at the end)
  --csv           measures nothing, but writes the people of P2 and P3 to a folder each: a.csv, b.csv, truth.csv
`;

const { values, positionals } = readCommandLine(USAGE, {
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    size: { type: 'string', default: '0.05' },
    repeat: { type: 'string', default: '1' },
    'memory-limit': { type: 'string', default: '3GiB' },
    keep: { type: 'string' },
    csv: { type: 'string' },
  },
});
const rows = await rowsNamed(positionals);
const share = Number(values.size);
const repeats = Number(values.repeat);
if (rows === null || !(share > 0) || !Number.isInteger(repeats) || repeats < 1) {
  process.stderr.write(USAGE);
  process.exitCode = 2;
} else if (values.csv !== undefined) {
  for (const row of rows) await writePeerFiles(row, share, resolve(values.csv));
} else {
  const folder =
    values.keep === undefined ? await mkdtemp(join(tmpdir(), 'credlink-bench-')) : resolve(values.keep);
  try {
    const bench = createBench({ share, repeats, memoryLimit: values['memory-limit'], folder });
    const machine = describeMachine();
    const reported: ReportedRow[] = [];
    for (const row of rows) {
      try {
        for (const figures of await row.compare(bench)) {
          reported.push(reportRow(row, figures, row.sizesAt(share), describeMachine()));
        }
      } catch (error) {
        process.stderr.write(`${row.id} is left out: ${String(error)}\n`);
        process.exitCode = 1;
      }
    }
    process.stdout.write(values.json ? `${JSON.stringify(reported, null, 1)}\n` : asTable(machine, reported));
  } finally {
    if (values.keep === undefined) await rm(folder, { recursive: true, force: true });
  }
}
