import { expectTypeOf, test } from 'vitest';
import type { Released } from './index.ts';
import type { Protection, protect } from './protect.ts';

test('a plain value is no released one, and only protect returns one', () => {
  expectTypeOf<Protection>().not.toExtend<Released<Protection>>();
  expectTypeOf<ReturnType<typeof protect>>().toEqualTypeOf<Released<Protection>>();
});
