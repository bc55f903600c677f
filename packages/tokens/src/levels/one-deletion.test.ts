import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { oneDeletionValues } from './one-deletion.ts';

const name = fc.string({ unit: fc.constantFrom(...'ABCDE'), minLength: 5, maxLength: 12 });

function share(left: string, right: string): boolean {
  const values = new Set(oneDeletionValues(left));
  return oneDeletionValues(right).some((value) => values.has(value));
}

describe('one-deletion neighbourhood', () => {
  it('holds the text and every text with one letter less, each once', () => {
    expect(oneDeletionValues('ANNA')).toEqual(['ANNA', 'NNA', 'ANA', 'ANN']);
  });

  it('leaves short names alone', () => {
    expect(oneDeletionValues('LEE')).toEqual(['LEE']);
  });

  it('meets after any single insertion, deletion, replacement or swap of neighbours', () => {
    fc.assert(
      fc.property(name, fc.nat(), fc.constantFrom(...'ABCDEZ'), (text, place, letter) => {
        const at = place % text.length;
        const [before, after] = [text.slice(0, at), text.slice(at + 1)];
        expect(share(text, `${before}${letter}${text.slice(at)}`)).toBe(true);
        expect(share(text, `${before}${after}`)).toBe(true);
        expect(share(text, `${before}${letter}${after}`)).toBe(true);
        expect(share(text, `${before}${after.slice(0, 1)}${text.charAt(at)}${after.slice(1)}`)).toBe(true);
      }),
    );
  });

  it('does not meet when nothing short of two errors explains the difference', () => {
    expect(share('MILLER', 'MUELLERS')).toBe(false);
    expect(share('GARCIA', 'GRACAI')).toBe(false);
  });
});
