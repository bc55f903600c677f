declare const released: unique symbol;

/**
 * A value that went through `protect`. The symbol is not exported, so no other package can make one, and a function
 * that demands one cannot be handed a raw table.
 */
export type Released<T> = T & { readonly [released]: true };

/** For `protect` alone: the package does not export it. */
export function release<T>(value: T): Released<T> {
  return value as Released<T>;
}
