import { type CheckReport, MOST_IN_ONE_HOME, SHOWN_LINES } from '@credlink/contribute';
import { durationText } from './duration-text.ts';
import { printable } from './printable.ts';
import { textTable } from './text-table.ts';

/** The pre-flight report as a person reads it. */
export function checkReportText(report: CheckReport, mapping: string | null): string {
  return [
    headline(report),
    tokensText(report),
    identifiersText(report),
    rejectedText(report),
    sendingText(report),
    sampleText(report),
    `Checked in ${durationText(report.seconds)}. Nothing was sent.${nextStep(report, mapping)}`,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function nextStep({ file, kind }: CheckReport, mapping: string | null): string {
  const how = mapping === null ? '' : ` --mapping ${printable(mapping)}`;
  return ` To send it: credlink upload ${printable(file)} --kind ${kind}${how}`;
}

function headline(report: CheckReport): string {
  const { rowsRead, rowsSent, subjects, coverage } = report;
  const nothing =
    report.rowsNothingFound === 0 ? '' : `, ${count(report.rowsNothingFound)} that found nothing`;
  const span = coverage === null ? '' : `, from ${coverage.from} to ${coverage.to}`;
  const notes = [
    `${printable(report.file)}: ${count(rowsSent)} of ${count(rowsRead)} rows would be sent${nothing}${span}.`,
    ...(report.tokens.length === 0 || report.kind === 'employers'
      ? []
      : [`They name ${count(subjects)} distinct sets of identifiers (subjects).`]),
    ...(report.linesNotUtf8 === 0
      ? []
      : [`${count(report.linesNotUtf8)} lines are not UTF-8 and were read as Windows-1252.`]),
  ];
  return notes.join('\n');
}

function rejectedText({ rejected, blankedValues }: CheckReport): string {
  const parts: string[] = [];
  if (rejected.length > 0) {
    parts.push(
      'Rows left out:',
      textTable(rejected, [
        { title: 'reason', of: (row) => row.reason },
        { title: 'rows', of: (row) => count(row.rows), align: 'right' },
        { title: 'lines', of: (row) => linesText(row.lines, row.rows) },
      ]),
    );
  }
  const blanked = Object.entries(blankedValues);
  if (blanked.length > 0) {
    parts.push(
      `Optional values that cannot be read and stay empty: ${blanked.map(([column, rows]) => `${column} ${count(rows)}`).join(', ')}`,
    );
  }
  return parts.join('\n');
}

function linesText(lines: readonly number[], rows: number): string {
  const more = rows > SHOWN_LINES ? ` and ${count(rows - SHOWN_LINES)} more` : '';
  return `${lines.join(', ')}${more}`;
}

function identifiersText({ identifiers, crowdedHomes }: CheckReport): string {
  const rows = Object.entries(identifiers).filter(
    ([, { valid, invalid, placeholder }]) => valid + invalid + placeholder > 0,
  );
  if (rows.length === 0) return '';
  const all = rows.map(
    ([, { valid, missing, invalid, placeholder }]) => valid + missing + invalid + placeholder,
  );
  return [
    'Identifiers, by row:',
    textTable(rows, [
      { title: 'identifier', of: ([name]) => name },
      { title: 'valid', of: ([, { valid }]) => share(valid, all[0] ?? 0), align: 'right' },
      { title: 'missing', of: ([, { missing }]) => count(missing), align: 'right' },
      { title: 'invalid', of: ([, { invalid }]) => count(invalid), align: 'right' },
      { title: 'placeholder', of: ([, { placeholder }]) => count(placeholder), align: 'right' },
    ]),
    ...(crowdedHomes === 0
      ? []
      : [
          `${count(crowdedHomes)} ${crowdedHomes === 1 ? 'address is that' : 'addresses are those'} of more than ${MOST_IN_ONE_HOME} subjects (a residence hall, an institution, a default): such streets are placeholders, and no token is made of them.`,
        ]),
  ].join('\n');
}

function tokensText({ tokens, subjects, subjectsWithoutToken, pack }: CheckReport): string {
  const made = tokens.filter((rule) => rule.tokens > 0);
  if (made.length === 0) return '';
  const total = made.reduce((sum, rule) => sum + rule.tokens, 0);
  return [
    `Tokens by rule (pack ${pack}): ${count(total)}, ${(total / subjects).toFixed(1)} a subject.`,
    textTable(made, [
      { title: 'rule', of: (rule) => rule.rule, align: 'right' },
      { title: 'made of', of: (rule) => rule.id },
      { title: 'tokens', of: (rule) => count(rule.tokens), align: 'right' },
    ]),
    ...(subjectsWithoutToken === 0
      ? []
      : [
          `${count(subjectsWithoutToken)} subjects yield no token: they count as rows and can never be linked.`,
        ]),
  ].join('\n');
}

function sendingText({ columns }: CheckReport): string {
  const list = (names: readonly string[]): string =>
    names.length === 0 ? 'none' : names.map(printable).join(', ');
  return [
    `Sent as facts:          ${list(columns.sentAsFacts)}`,
    `Read but never sent:    ${list(columns.readButNeverSent)}`,
    `Not read at all:        ${list(columns.notRead)}`,
  ].join('\n');
}

function sampleText({ sample }: CheckReport): string {
  if (sample === null) return '';
  const tokens = sample.tokens.map(({ rule, token }) => `  rule ${String(rule).padEnd(4)} ${token}`);
  const facts = Object.entries(sample.facts).map(
    ([name, value]) => `  ${name.padEnd(20)} ${value === null ? '-' : printable(String(value))}`,
  );
  return [
    'One row as the exchange would see it (its first tokens, keyed with a throwaway key, so they are not real ones):',
    ...tokens,
    ...facts,
  ].join('\n');
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}

function share(part: number, whole: number): string {
  return whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`;
}
