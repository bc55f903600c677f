import { createHash } from 'node:crypto';
import { type DecoyOpening, decoyOpeningText, type Manifest } from '@credlink/contracts';
import { expect, test } from 'vitest';
import { checkDecoys } from './check-decoys.ts';

const OPENING: DecoyOpening = {
  salt: 'ab'.repeat(32),
  decoys: [
    { subject: '18446744073709551615', kind: 'stranger', of: null },
    { subject: '7', kind: 'copy', of: '8' },
  ],
};

function commitmentTo(opening: DecoyOpening): string {
  return createHash('sha256').update(decoyOpeningText(opening)).digest('hex');
}

function verdict(changes: {
  readonly opening?: DecoyOpening | undefined;
  readonly decoys?: Manifest['decoys'];
  readonly subjects?: number;
  readonly allowed?: number;
}): string | null {
  const manifest = {
    kind: 'holders',
    subjects: changes.subjects ?? 20,
    decoys: 'decoys' in changes ? changes.decoys : { count: 2, commitment: commitmentTo(OPENING) },
  } as Manifest;
  return checkDecoys(manifest, 'opening' in changes ? changes.opening : OPENING, changes.allowed ?? 2);
}

test('decoys are taken up to what the agreement allows and one subject in ten', () => {
  expect(verdict({})).toBeNull();
  expect(verdict({ allowed: 1 })).toMatch('agreement allows 1 decoys');
  expect(verdict({ allowed: 0 })).toMatch('agreement allows no decoys');
  expect(verdict({ subjects: 19 })).toMatch('one subject in ten');
  expect(verdict({ allowed: 0, opening: undefined, decoys: undefined })).toBeNull();
});

test('the decoys are those the manifest is committed to, to the last one', () => {
  expect(verdict({ opening: undefined })).toMatch('go together');
  expect(verdict({ decoys: undefined })).toMatch('go together');
  const [stranger, copy] = OPENING.decoys;
  const swapped = { ...OPENING, decoys: [copy, stranger].flatMap((one) => one ?? []) };
  expect(verdict({ opening: swapped })).toMatch('not those');
  expect(verdict({ opening: { ...OPENING, salt: 'cd'.repeat(32) } })).toMatch('not those');
  const twice = { ...OPENING, decoys: [stranger, stranger].flatMap((one) => one ?? []) };
  expect(verdict({ opening: twice, decoys: { count: 2, commitment: commitmentTo(twice) } })).toMatch(
    'not those',
  );
});
