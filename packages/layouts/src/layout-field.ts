/**
 * - `required`: the file is refused without the column (or a constant for it).
 * - `identifier`: at least one of these must be there, where the kind has persons.
 * - `optional`: may be absent.
 */
export type FieldNeed = 'required' | 'identifier' | 'optional';

/** One field of a layout: what `--help` shows and what columns are matched against. */
export type LayoutField = {
  readonly name: string;
  readonly need: FieldNeed;
  readonly note: string;
  /** Other names of the column in the field's files, compared by letters and digits alone. */
  readonly synonyms: readonly string[];
};

export function layoutField(
  name: string,
  need: FieldNeed,
  note: string,
  synonyms: readonly string[] = [],
): LayoutField {
  return { name, need, note, synonyms };
}
