import type { Catalogue } from '@credlink/contracts';

/** Every code a catalogue knows, of whatever noun: a value that is one of them is a code and nothing else. */
export function codesOf(catalogue: Catalogue): readonly string[] {
  const codes = new Set<string>();
  for (const credential of catalogue.credentials) codes.add(credential.code);
  for (const program of catalogue.programs) {
    codes.add(program.program_id);
    for (const code of [...program.award_codes, ...program.courses]) codes.add(code);
  }
  for (const pathway of catalogue.pathways) {
    codes.add(pathway.pathway_id);
    for (const component of pathway.components) codes.add(component.ref);
    for (const code of pathway.gateway_courses) codes.add(code);
    for (const code of Object.values(pathway.highest_developmental)) codes.add(code);
  }
  return [...codes].sort();
}
