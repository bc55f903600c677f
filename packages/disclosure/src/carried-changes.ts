import type { Change } from './audit/questions.ts';
import type { CountSystem } from './count-system.ts';

/** Each group that keeps an earlier figure, beside its persons in every earlier release that had other ones. */
export function findCarriedChanges({ carried, quantitiesThen }: CountSystem): readonly Change[] {
  return [...carried].flatMap(([now, { quantity }]) => {
    const others = quantitiesThen.flatMap((quantityOf) => quantityOf.get(now) ?? []);
    return [...new Set([quantity, ...others])].flatMap((before) => (before === now ? [] : [{ now, before }]));
  });
}
