import { parseQuarter, type QuarterIndex, quarterIndex } from '@credlink/contracts';
import { Unfit, type ValueReader } from './fact-value.ts';

/** The quarter a file states in its name: `2016q1.txt.gz`, `wages_2016-Q1.csv`, `ui2016Q1`; null where it states none. */
export function quarterOfFileName(name: string): QuarterIndex | null {
  const file = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
  const match = /(?<!\d)(\d{4})[-_ ]?[qQ]([1-4])(?!\d)/.exec(file);
  return match === null ? null : quarterIndex(Number(match[1]), Number(match[2]));
}

/** `2019Q1`, `2019-Q1`, `2019q1`. */
export const readQuarter: ValueReader<number> = (text) => {
  const quarter = parseQuarter(text.toUpperCase().replace(/[\s_-]/g, ''));
  return quarter ?? new Unfit('quarter_invalid');
};
