import { joinWords } from './fold-letters.ts';
import { PARTICLES, TIED_PARTICLES } from './name-words.ts';

const MOST_VALUES = 8;

/**
 * Values of a name of one or more words: all of it run together first, then its halves. A particle stays with the
 * word behind it (`GARCIA DE LA TORRE` -> GARCIADELATORRE, GARCIA, DELATORRE, TORRE) and is never a half itself.
 * Halves have at least two letters.
 */
export function nameValues(words: readonly string[]): readonly string[] {
  const [first] = words;
  if (first === undefined) return [];
  if (words.length === 1) return [first];
  const values = [joinWords(words)];
  let particles: string[] = [];
  for (const [index, word] of words.entries()) {
    const isLast = index === words.length - 1;
    if (!isLast && (PARTICLES.has(word) || TIED_PARTICLES.has(word))) {
      particles.push(word);
      continue;
    }
    values.push(joinWords([...particles, word]));
    const tied = particles.findIndex((particle) => TIED_PARTICLES.has(particle));
    if (particles.length > 0 && tied !== 0)
      values.push(joinWords([...particles.slice(tied < 0 ? particles.length : tied), word]));
    particles = [];
  }
  return [...new Set(values.filter((value, index) => index === 0 || value.length >= 2))].slice(
    0,
    MOST_VALUES,
  );
}
