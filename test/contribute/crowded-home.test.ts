import { join } from 'node:path';
import { tokeniseFile } from '@credlink/contribute';
import { MOST_IN_ONE_HOME, RULES } from '@credlink/tokens';
import { expect, test } from 'vitest';
import { localKeyholder } from './local-keyholder.ts';
import { privateFolder } from './private-folder.ts';
import { readParquet } from './read-parquet.ts';

const folder = privateFolder();

/** A hall whose address is spelt in two ways. */
const SPELT = (index: number) => (index % 2 === 0 ? '69 Hall Road' : '69 HALL RD.');

/** Halls of which no two residents have the same line, or no house number. */
const HALLS: Readonly<Record<string, (index: number) => string>> = {
  'in two spellings': SPELT,
  'each with a room': (index) => `69 Hall Road Rm ${100 + index}`,
  'without a number': () => 'Smith Hall',
};

/** Records of so many residents of a hall, and of one house. */
function holders(residents: number, streetOf: (index: number) => string): string {
  const row = (name: string, street: string) =>
    `${name},Ada,Lovelace${name},1980-12-10,${street},Camden,08601,CL-CMA,2024-03-31,initial`;
  const halls = Array.from({ length: residents }, (_, index) => row(`H${index}`, streetOf(index)));
  const header =
    'record_ref,first_name,last_name,date_of_birth,street_address,city,zip,credential_code,award_date,action';
  return [header, ...halls, row('R', '12 Oak Street'), ''].join('\n');
}

async function streetsOf(residents: number, hall: string) {
  const keyholder = await localKeyholder();
  const name = `holders-${residents}-${hall.replaceAll(' ', '-')}`;
  const made = await tokeniseFile({
    source: await folder.source(`${name}.csv`, 'holders', holders(residents, HALLS[hall] ?? SPELT)),
    exchangeKey: keyholder.exchangeKey,
    parameters: keyholder.parameters,
    keyholder: keyholder.client,
    challenge: keyholder.challenge,
    state: await folder.state(),
    outputFolder: folder.path(name),
    supersedes: null,
    today: '2026-01-15',
    threads: 1,
  });
  const tokens = await readParquet(join(made.folder, 'identity.parquet'));
  const count = (code: number) => tokens.filter(({ rule }) => rule === code).length;
  return {
    stated: made.manifest.preflight.identifiers.street,
    withStreet: count(RULES.regionLine.code),
    withZip: count(RULES.givenZip.code),
  };
}

test.each(Object.keys(HALLS))(
  'thirty at one address %s are sent with their street, thirty-one without, and all with their ZIP code',
  async (hall) => {
    expect(await streetsOf(MOST_IN_ONE_HOME, hall)).toMatchObject({
      stated: { valid: MOST_IN_ONE_HOME + 1, placeholder: 0 },
      withStreet: MOST_IN_ONE_HOME + 1,
      withZip: MOST_IN_ONE_HOME + 1,
    });
    expect(await streetsOf(MOST_IN_ONE_HOME + 1, hall)).toMatchObject({
      stated: { valid: 1, placeholder: MOST_IN_ONE_HOME + 1 },
      withStreet: 1,
      withZip: MOST_IN_ONE_HOME + 2,
    });
  },
);
