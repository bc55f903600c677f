import { AppError, rejected } from '@credlink/contracts';
import type { Person } from '@credlink/verifier';
import { readLines } from './read-lines.ts';

/** Reads microdata: a CSV file without quotes, `person` and one column for every dimension and insider. */
export async function readPersons(path: string): Promise<readonly Person[]> {
  const persons: Person[] = [];
  let header: readonly string[] | null = null;
  let line = 0;
  try {
    for await (const text of readLines(path)) {
      line += 1;
      if (text === '') continue;
      const fields = text.replace(/^\uFEFF/, '').split(',');
      if (header === null) header = fields;
      else if (fields.length !== header.length) {
        throw rejected('release_malformed', `persons, line ${line}: not as many columns as the header`);
      } else {
        const columns = Object.fromEntries(header.map((name, c) => [name, fields[c] ?? '']));
        persons.push({ person: columns.person ?? '', columns });
      }
    }
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError('rejected', 'file_not_found', 'the persons cannot be opened; check the path', {
      cause,
    });
  }
  if (header?.includes('person') !== true) {
    throw rejected('release_malformed', 'persons: there is no column person');
  }
  return persons;
}
