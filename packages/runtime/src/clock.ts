/** Where time comes from. An argument, so that tests decide what day it is. */
export type Clock = { readonly now: () => Date };

export const systemClock: Clock = { now: () => new Date() };

/** A clock that stands still until it is told otherwise. */
export function fixedClock(start: Date): Clock & { readonly advance: (milliseconds: number) => void } {
  let at = start.getTime();
  return {
    now: () => new Date(at),
    advance: (milliseconds) => {
      at += milliseconds;
    },
  };
}
