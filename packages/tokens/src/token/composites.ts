/**
 * Visits the composites of a rule: every combination of one value a level, at most `most`, as one position a level.
 * The order is fixed: by the sum of the positions, then by the first level's position, and so on. Levels list their
 * strongest value first, so what falls away beyond `most` is the least certain.
 *
 * @param counts values of each level; a level without any leaves no composite.
 * @param visit gets the same array each time.
 */
export function eachComposite(
  counts: readonly number[],
  most: number,
  visit: (positions: readonly number[]) => void,
): void {
  if (counts.length === 0 || counts.includes(0)) return;
  const last = counts.length - 1;
  const positions = counts.map(() => 0);
  let visited = 0;

  function place(level: number, left: number): void {
    const count = counts[level] ?? 0;
    if (level === last) {
      if (left >= count || visited >= most) return;
      positions[level] = left;
      visited++;
      visit(positions);
      return;
    }
    for (let position = 0; position <= left && position < count; position++) {
      positions[level] = position;
      place(level + 1, left - position);
    }
  }

  const furthest = counts.reduce((sum, count) => sum + count - 1, 0);
  for (let distance = 0; distance <= furthest && visited < most; distance++) place(0, distance);
}

/**
 * The order of `eachComposite` as a list, one position a level for each composite, made once for each shape a rule can
 * take. No level may have more than `most` values: further ones are in no composite. The list must not be changed.
 */
export function compositeOrders(most: number): (counts: readonly number[]) => Uint16Array {
  const orders = new Map<number, Uint16Array>();
  return (counts) => {
    let shape = counts.length;
    for (let level = 0; level < counts.length; level++) shape = shape * (most + 1) + (counts[level] ?? 0);
    const known = orders.get(shape);
    if (known !== undefined) return known;
    const positions: number[] = [];
    eachComposite(counts, most, (composite) => positions.push(...composite));
    const order = Uint16Array.from(positions);
    orders.set(shape, order);
    return order;
  };
}
