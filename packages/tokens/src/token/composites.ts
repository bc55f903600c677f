type Values = readonly string[];

/** All combinations whose positions in their levels sum to `distance`, the first level's position ascending. */
function atDistance(levels: readonly Values[], distance: number): readonly Values[] {
  const [values = [], ...rest] = levels;
  if (rest.length === 0) return values.slice(distance, distance + 1).map((value) => [value]);
  return values
    .slice(0, distance + 1)
    .flatMap((value, position) => atDistance(rest, distance - position).map((tail) => [value, ...tail]));
}

/**
 * The composites of a rule: every combination of one value a level, at most `most`, in a fixed order: by the sum of
 * the positions of their values, then by the first level's position, and so on. Levels list their strongest value
 * first, so what falls away beyond `most` is the least certain.
 */
export function compositesOf(levels: readonly Values[], most: number): readonly Values[] {
  if (levels.length === 0 || levels.some((values) => values.length === 0)) return [];
  const furthest = levels.reduce((sum, values) => sum + values.length - 1, 0);
  const composites: Values[] = [];
  for (let distance = 0; distance <= furthest && composites.length < most; distance++) {
    composites.push(...atDistance(levels, distance));
  }
  return composites.slice(0, most);
}
