import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DecoyOpening, type Manifest } from '@credlink/contracts';
import { tokeniseFile } from '@credlink/contribute';
import { describe, expect, test } from 'vitest';
import { type LocalKeyholder, localKeyholder } from './local-keyholder.ts';
import { privateFolder } from './private-folder.ts';
import { readParquet } from './read-parquet.ts';

const folder = privateFolder();

/** A register of people who share forty surnames, fifty given names and three hundred houses. */
function register(people: number): string {
  const letters = (number: number) =>
    [...String(number)].map((digit) => 'abcdefghij'[Number(digit)]).join('');
  const lines = Array.from({ length: people }, (_, index) => {
    const day = `19${60 + (index % 40)}-0${1 + (index % 9)}-1${index % 10}`;
    const name = `${letters(index % 50)}nna,Sur${letters(index % 40)}`;
    return `R${index},${name},${day},${100 + (index % 300)} Oak Street,Trenton,086${String(index % 30).padStart(2, '0')}`;
  });
  return `resident_ref,first_name,last_name,date_of_birth,street_address,city,zip\n${lines.join('\n')}\n`;
}

async function tokenised(keyholder: LocalKeyholder, people: number, decoys: number, output: string) {
  const { manifest, folder: files } = await tokeniseFile({
    source: await folder.source(`register-${people}.csv`, 'register', register(people)),
    exchangeKey: keyholder.exchangeKey,
    parameters: keyholder.parameters,
    keyholder: keyholder.client,
    challenge: keyholder.challenge,
    state: await folder.state(),
    outputFolder: folder.path(output),
    salt: '5a'.repeat(32),
    supersedes: null,
    today: '2026-01-15',
    threads: 1,
    decoys,
  });
  return { manifest, files };
}

/** What is stated of the people of the file. */
function stated({ chanceAgreement, attributePresence, subjects, preflight, files }: Manifest) {
  const { identifiers, rowsRead, rowsSent } = preflight;
  return {
    chanceAgreement,
    attributePresence,
    subjects,
    identifiers,
    rowsRead,
    rowsSent,
    facts: files.facts,
  };
}

describe('decoys in a tokenised file', () => {
  test('change nothing that is stated of its people, and add tokens alone', async () => {
    const keyholder = await localKeyholder();
    const plain = await tokenised(keyholder, 1200, 0, 'plain');
    const planted = await tokenised(keyholder, 1200, 300, 'planted');
    expect(stated(planted.manifest)).toEqual(stated(plain.manifest));
    expect(plain.manifest.decoys).toBeUndefined();
    expect(planted.manifest.decoys).toEqual({
      count: 120,
      commitment: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    const opening = DecoyOpening.parse(
      JSON.parse(await readFile(join(planted.files, 'decoys.json'), 'utf8')),
    );
    const kinds = opening.decoys.map(({ kind }) => kind);
    for (const kind of ['stranger', 'twin', 'copy'] as const)
      expect(kinds.filter((one) => one === kind)).toHaveLength(40);

    const tokens = (files: string) => readParquet(join(files, 'identity.parquet'));
    const name = (row: Readonly<Record<string, unknown>>) => Object.values(row).map(String).join(' ');
    const before = new Set((await tokens(plain.files)).map(name));
    const after = await tokens(planted.files);
    expect(after.filter((row) => before.has(name(row)))).toHaveLength(before.size);
    const invented = new Set(opening.decoys.map(({ subject }) => subject));
    const added = after.filter((row) => !before.has(name(row)));
    expect(new Set(added.map((row) => String(row.subject_id)))).toEqual(invented);
  });

  test('are not planted in a file of fewer than a thousand', async () => {
    const keyholder = await localKeyholder();
    expect((await tokenised(keyholder, 999, 300, 'small')).manifest.decoys).toBeUndefined();
    expect((await tokenised(keyholder, 1000, 300, 'least')).manifest.decoys).toMatchObject({ count: 100 });
  });
});
