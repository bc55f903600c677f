import { type AppError, rejected } from '@credlink/contracts';

/** A document that cannot be read as a release. `place` names where, never what stands there. */
export function malformed(place: string, rule: string): AppError {
  return rejected('release_malformed', `${place}: ${rule}`);
}
