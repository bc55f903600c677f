/**
 * Where item `index` of `size` goes: a one-to-one scrambling that needs no table, so that no file keeps the order
 * of another and large samples stay small in memory. `salt` tells files apart.
 */
export function scramble(index: number, size: number, salt: number): number {
  return (index * stride(size, salt) + (salt % size)) % size;
}

/** A step near the golden section of the size that has no factor with it. */
function stride(size: number, salt: number): number {
  let step = (Math.floor(size * 0.6180339887) + salt) % size;
  while (step < 1 || greatestFactor(step, size) !== 1) step = (step + 1) % Math.max(size, 2);
  return step;
}

function greatestFactor(left: number, right: number): number {
  let [large, small] = [left, right];
  while (small !== 0) [large, small] = [small, large % small];
  return large;
}
