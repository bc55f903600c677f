import fc from 'fast-check';
import { expect, test } from 'vitest';
import { utf8 } from '../encoding/utf8.ts';
import { createFieldStore } from './field-store.ts';

function message(fields: readonly string[]): Uint8Array {
  const store = createFieldStore();
  const length = store.compose(fields.map(store.add));
  return store.message().slice(0, length);
}

test('each field stands behind its length in bytes', () => {
  expect([...message(['AB', '', 'É'])]).toEqual([0, 2, 0x41, 0x42, 0, 0, 0, 2, 0xc3, 0x89]);
});

test('no two lists of fields give the same bytes', () => {
  const lists = fc.array(fc.string({ maxLength: 6 }), { maxLength: 4 });
  fc.assert(
    fc.property(lists, lists, (a, b) => {
      const encoded = (list: readonly string[]): string =>
        JSON.stringify(list.map((field) => [...utf8(field)]));
      expect(message(a).join() === message(b).join()).toBe(encoded(a) === encoded(b));
    }),
  );
});

test('fields are found again after the store grew, and forgotten after clear', () => {
  const store = createFieldStore();
  const first = store.add('FIRST');
  const long = store.add('X'.repeat(8192));
  expect(store.compose([long, first])).toBe(2 + 8192 + 2 + 5);
  expect(store.message().slice(8196, 8199)).toEqual(utf8('FIR'));
  store.clear();
  expect(store.add('ONLY')).toBe(0);
  expect(store.compose([0])).toBe(6);
  expect(() => store.add('X'.repeat(8193))).toThrow(RangeError);
});
