import type { RejectionReason } from '@credlink/contracts';
import { Unfit, type ValueReader } from './fact-value.ts';

/** Letters and digits in upper case: how words are compared, whatever their case, spaces and punctuation. */
function key(text: string): string {
  return text.toUpperCase().replace(/[^A-Z0-9]/g, '');
}

/**
 * A closed vocabulary: canonical word -> other spellings of it. Anything else is refused with `reason`.
 */
export function wordReader(
  vocabulary: Readonly<Record<string, readonly string[]>>,
  reason: RejectionReason = 'code_unknown',
): ValueReader<string> {
  const words = new Map<string, string>();
  for (const [word, spellings] of Object.entries(vocabulary)) {
    for (const spelling of [word, ...spellings]) words.set(key(spelling), word);
  }
  return (text) => words.get(key(text)) ?? new Unfit(reason);
}

const TRUE_WORDS = new Set(['Y', 'YES', 'TRUE', 'T', '1']);
const FALSE_WORDS = new Set(['N', 'NO', 'FALSE', 'F', '0']);

export const readYesNo: ValueReader<boolean> = (text) => {
  const word = key(text);
  if (TRUE_WORDS.has(word)) return true;
  return FALSE_WORDS.has(word) ? false : new Unfit('code_unknown');
};
