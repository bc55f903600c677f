import type { Catalogue } from '@credlink/contracts';

export type CatalogueVerdict =
  | { readonly is: 'accepted' }
  | { readonly is: 'refused'; readonly reason: string };

/**
 * What the schema cannot say of a catalogue: no code stands twice, and a code that was superseded leads to one
 * that is in the catalogue, without going round in a circle. Codes are the catalogue's own, so they may be named.
 */
export function checkCatalogue(catalogue: Catalogue): CatalogueVerdict {
  const lists: readonly (readonly [string, readonly string[]])[] = [
    ['credential', catalogue.credentials.map((credential) => credential.code)],
    ['program', catalogue.programs.map((program) => program.program_id)],
    ['pathway', catalogue.pathways.map((pathway) => pathway.pathway_id)],
  ];
  for (const [noun, codes] of lists) {
    const twice = codes.find((code, i) => codes.indexOf(code) !== i);
    if (twice !== undefined) return { is: 'refused', reason: `${noun} ${twice} stands twice` };
  }
  const successors = new Map(
    catalogue.credentials.map((credential) => [credential.code, credential.superseded_by ?? null]),
  );
  for (const code of successors.keys()) {
    const seen = new Set<string>();
    for (let next = successors.get(code) ?? null; next !== null; next = successors.get(next) ?? null) {
      if (!successors.has(next)) {
        return { is: 'refused', reason: `${code} is superseded by ${next}, which is not in the catalogue` };
      }
      if (seen.has(next) || next === code) {
        return { is: 'refused', reason: `the supersession of ${code} goes round in a circle` };
      }
      seen.add(next);
    }
  }
  return { is: 'accepted' };
}
