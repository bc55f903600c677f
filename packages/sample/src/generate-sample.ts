import { catalogueDocument } from './catalogue-document.ts';
import { clearinghouseFile } from './clearinghouse-file.ts';
import {
  awardsFile,
  coursesFile,
  enrollmentFile,
  levelGainsFile,
  rosterFile,
  rosterTruth,
} from './college-files.ts';
import { joinChunks } from './csv-text.ts';
import { employersFile } from './employers-file.ts';
import { holderHeader, holderRows } from './holder-rows.ts';
import { registerFile, registerTruth } from './register-file.ts';
import { BODIES, type SampleBody } from './sample-credentials.ts';
import { type SampleOptions, sampleWindow } from './sample-options.ts';
import { type SimulatedState, simulateState } from './simulated-life.ts';
import { effectsDocument, holdersTruth, personsTruth, wagesTruth } from './truth-files.ts';
import { wageFileName, wageTexts } from './wage-lines.ts';

export type SampleFile = {
  /** Relative, with slashes. A path that ends in `.gz` is for the writer to compress. */
  readonly path: string;
  /** The text in chunks of about 64 KiB. May be iterated once. */
  readonly content: Iterable<string>;
};

/**
 * A simulated state in the layouts of the field, one file after the other: certification bodies, a college, a
 * clearinghouse, an identity register, quarterly wage files, and the truth behind every record. Same options, same
 * bytes. Files are made as they are read and forgotten again; what grows with the sample is the pay of its persons,
 * packed, and the list of employers. Measured over 24 quarters: 200,000 persons take 100 CPU seconds and 0.6 GB.
 * @throws RangeError for sizes that make no sense.
 */
export function* generateSample(options: SampleOptions): Generator<SampleFile> {
  const window = sampleWindow(options);
  const state = simulateState(options, window);
  const file = (path: string, texts: Iterable<string>): SampleFile => ({ path, content: joinChunks(texts) });

  yield file('catalog.json', [json(catalogueDocument(window))]);
  yield file('employers.csv', employersFile(state));
  yield file('college/roster.csv', rosterFile(state));
  yield file('college/enrollment.csv', enrollmentFile(state));
  yield file('college/courses.csv.gz', coursesFile(state));
  yield file('college/awards.csv', awardsFile(state));
  yield file('college/level_gains.csv', levelGainsFile(state));
  yield file('clearinghouse/nsc_detail.csv', clearinghouseFile(state));
  for (const body of BODIES) yield file(`issuers/${body.code}/holders.csv`, holdersFile(state, body));
  yield file('register/residents.csv', registerFile(state));
  for (let quarter = window.firstQuarter; quarter <= window.lastQuarter; quarter++) {
    yield file(`wages/${wageFileName(quarter)}.txt.gz`, wageTexts(state, quarter));
  }
  yield file('truth/holders.csv', holdersTruth(state));
  yield file('truth/roster.csv', rosterTruth(state));
  yield file('truth/register.csv', registerTruth(state));
  yield file('truth/persons.csv', personsTruth(state));
  yield file('truth/wages.csv.gz', wagesTruth(state));
  yield file('truth/effects.json', [json(effectsDocument(state))]);
}

function* holdersFile(state: SimulatedState, body: SampleBody): Generator<string> {
  yield holderHeader(body);
  for (const row of holderRows(state, body)) yield row.text;
}

function json(document: Readonly<Record<string, unknown>>): string {
  return `${JSON.stringify(document, null, 1)}\n`;
}
