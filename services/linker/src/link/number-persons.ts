import { highestNumber, keptNumbers, numberedLinks } from '@credlink/linkage';
import { quoteText } from '@credlink/vault';
import { type LinkEngine, numberIn, runAll } from './link-engine.ts';

export type NumberedPersons = {
  /** Temporary table (upload_id UUID, subject_id UBIGINT, person_id UBIGINT, posterior DOUBLE). */
  readonly linksTable: string;
  /** Highest number given, now or ever before. */
  readonly highest: number;
};

/**
 * Gives the persons of a run the numbers they had in the run before; see `keptNumbers`.
 *
 * @param earlier path of the links of the run before; null where there are none
 */
export async function numberPersons(
  engine: LinkEngine,
  linksTable: string,
  before: { readonly earlier: string | null; readonly highest: number },
  signal: AbortSignal,
): Promise<NumberedPersons> {
  const { earlier, highest } = before;
  const relation =
    earlier === null
      ? `(SELECT upload_id, subject_id, person_id FROM ${linksTable} WHERE false)`
      : `read_parquet(${quoteText(earlier)})`;
  await runAll(engine, [...keptNumbers(linksTable, relation, highest), numberedLinks(linksTable)], signal);
  const [row] = await engine.rows(highestNumber('lk_numbered'));
  return { linksTable: 'lk_numbered', highest: Math.max(highest, numberIn(row, 'highest')) };
}
