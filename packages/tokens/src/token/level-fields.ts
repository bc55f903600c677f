import { ATTRIBUTES, type Attribute, type Identifiers } from '../identifiers.ts';
import { levelValues } from '../levels/level-values.ts';
import type { Level } from '../rule-pack.ts';
import { withoutBareSsn } from './bare-ssn.ts';
import type { HashQueue } from './hash-queue.ts';

/** Values that may hold nine digits are looked at for each record: see withoutBareSsn. */
const NINE_DIGITS = /\d{9}/;

const BETWEEN_VALUES = '\n';
const BETWEEN_LISTS = '\n\n';

/**
 * What all levels of an attribute are computed from, as a key; null where the record has nothing, undefined for
 * attributes that are hardly ever the same twice. No canonical value holds a line feed.
 */
function keyOf(attribute: Attribute, identifiers: Identifiers): string | number | null | undefined {
  switch (attribute) {
    case 'given':
      return joined(identifiers.given);
    case 'surname': {
      const { surname, formerSurname } = identifiers;
      if (formerSurname.length === 0) return joined(surname);
      return surname.join(BETWEEN_VALUES) + BETWEEN_LISTS + formerSurname.join(BETWEEN_VALUES);
    }
    case 'birthDate': {
      const date = identifiers.birthDate;
      return date === null ? null : date.year * 10_000 + date.month * 100 + date.day;
    }
    case 'middle':
    case 'sex':
    case 'city':
    case 'zip':
      return identifiers[attribute];
    default:
      return undefined;
  }
}

function joined(values: readonly string[]): string | null {
  if (values.length < 2) return values[0] ?? null;
  return values.join(BETWEEN_VALUES);
}

/** Levels that are computed from another attribute than their own as well. */
const CROSSING: ReadonlySet<Level> = new Set(['surname.unordered', 'surname.either', 'surname.eitherSound']);

/** Addresses of remembered fields: their lists, each behind its length. */
const KEPT_ADDRESSES = 1 << 19;

type LevelGroup = {
  readonly attribute: Attribute;
  /** Places of the levels that depend on this attribute alone. */
  readonly places: readonly number[];
  /** Where the lists of a value's levels begin in the table of addresses. */
  readonly remembered: Map<string | number, number>;
};

/** The fields of the record in hand: those of level n are `addresses[starts[n]]` and so on, `counts[n]` of them. */
export type LevelFields = {
  readonly addresses: Int32Array;
  readonly starts: Int32Array;
  readonly counts: Int32Array;
  /** Looks the record's values up, encodes what is new. */
  readonly read: (identifiers: Identifiers, evaluation: string | null) => void;
};

/**
 * The fields of a record at each of the levels: the distinct values in their order, at most `mostValues`, without those
 * that hold the record's bare SSN. Names, dates and towns are encoded once for as long as memory lasts.
 */
export function createLevelFields(
  queue: HashQueue,
  levels: readonly Level[],
  mostValues: number,
): LevelFields {
  const addresses = new Int32Array(KEPT_ADDRESSES + levels.length * mostValues);
  const starts = new Int32Array(levels.length);
  const counts = new Int32Array(levels.length);
  const crossing = levels.flatMap((level, place) => (CROSSING.has(level) ? [place] : []));
  const groups = ATTRIBUTES.map((attribute): LevelGroup => {
    const places = levels.flatMap((level, place) =>
      attributeOf(level) === attribute && !CROSSING.has(level) ? [place] : [],
    );
    return { attribute, places, remembered: new Map() };
  }).filter(({ places }) => places.length > 0);
  const mostKept = Math.max(...groups.map(({ places }) => places.length * (mostValues + 1)));
  let keptEnd = 0;
  let freshEnd = KEPT_ADDRESSES;

  function valuesAt(place: number, identifiers: Identifiers, evaluation: string | null): readonly string[] {
    const level = levels[place] ?? 'sex.exact';
    const values = levelValues(level, identifiers, evaluation);
    const distinct = values.length > 1 ? [...new Set(values)] : values;
    const safe = level === 'ssn.nine' ? distinct : withoutBareSsn(distinct, identifiers.ssn);
    return safe.length > mostValues ? safe.slice(0, mostValues) : safe;
  }

  function addFresh(place: number, identifiers: Identifiers, evaluation: string | null): void {
    const values = valuesAt(place, identifiers, evaluation);
    starts[place] = freshEnd;
    counts[place] = values.length;
    for (const value of values) addresses[freshEnd++] = queue.addField(value);
  }

  /**
   * Keeps the fields of a group and returns where their lists begin; null where a value must be looked at for each
   * record or memory is full.
   */
  function keep(group: LevelGroup, key: string | number, identifiers: Identifiers): number | null {
    const start = keptEnd;
    let end = start;
    const anybody = identifiers.ssn === null ? identifiers : { ...identifiers, ssn: null };
    for (const place of group.places) {
      const values = valuesAt(place, anybody, null);
      addresses[end++] = values.length;
      for (const value of values) {
        const address = NINE_DIGITS.test(value) ? null : queue.keepField(value);
        if (address === null) return null;
        addresses[end++] = address;
      }
    }
    keptEnd = end;
    group.remembered.set(key, start);
    return start;
  }

  function readGroup(group: LevelGroup, identifiers: Identifiers, evaluation: string | null): void {
    const { attribute, places, remembered } = group;
    const key = keyOf(attribute, identifiers);
    if (key === null) {
      for (const place of places) counts[place] = 0;
      return;
    }
    const kept = key === undefined ? null : (remembered.get(key) ?? keep(group, key, identifiers));
    if (kept === null) {
      for (const place of places) addFresh(place, identifiers, evaluation);
      return;
    }
    let at = kept;
    for (const place of places) {
      const count = addresses[at] ?? 0;
      starts[place] = at + 1;
      counts[place] = count;
      at += 1 + count;
    }
  }

  function forgetIfFull(): void {
    if (!queue.isKeptFull() && keptEnd + groups.length * mostKept <= KEPT_ADDRESSES) return;
    queue.forget();
    for (const { remembered } of groups) remembered.clear();
    keptEnd = 0;
  }

  return {
    addresses,
    starts,
    counts,
    read: (identifiers, evaluation) => {
      forgetIfFull();
      freshEnd = KEPT_ADDRESSES;
      for (const group of groups) readGroup(group, identifiers, evaluation);
      for (const place of crossing) addFresh(place, identifiers, evaluation);
    },
  };
}

function attributeOf(level: Level): Attribute {
  const attribute = level.slice(0, level.indexOf('.'));
  // A level is named after its attribute: rule-pack.ts.
  return ATTRIBUTES.find((one) => one === attribute) ?? 'reference';
}
