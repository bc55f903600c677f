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
    subjects: changes.subjects ?? 1000,
    decoys: 'decoys' in changes ? changes.decoys : { count: 2, commitment: commitmentTo(OPENING) },
  } as Manifest;
  return checkDecoys(manifest, 'opening' in changes ? changes.opening : OPENING, changes.allowed ?? 2);
}

test('decoys are taken up to what the agreement allows and one subject in ten', () => {
  expect(verdict({})).toBeNull();
  expect(verdict({ allowed: 1 })).toMatch('agreement allows 1 decoys');
  expect(verdict({ allowed: 0 })).toMatch('agreement allows no decoys');
  const many = {
    ...OPENING,
    decoys: Array.from({ length: 101 }, (_, number) => ({
      subject: String(number),
      kind: 'stranger' as const,
      of: null,
    })),
  };
  const sent = { opening: many, decoys: { count: 101, commitment: commitmentTo(many) }, allowed: 101 };
  expect(verdict({ ...sent, subjects: 1010 })).toBeNull();
  expect(verdict({ ...sent, subjects: 1009 })).toMatch('one subject in 10');
  expect(verdict({ allowed: 0, opening: undefined, decoys: undefined })).toBeNull();
});

test('a file of fewer than a thousand has none', () => {
  expect(verdict({ subjects: 1000 })).toBeNull();
  expect(verdict({ subjects: 999 })).toMatch('none in a file of fewer than 1000');
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
