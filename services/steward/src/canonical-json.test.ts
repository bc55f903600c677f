import { expect, test } from 'vitest';
import { canonicalJson, digestOf } from './canonical-json.ts';

test('the order of keys and white space do not matter, the order of a list does', () => {
  const one = JSON.parse('{"b": [1, {"d": null, "c": "x"}], "a": true}');
  expect(canonicalJson(one)).toBe('{"a":true,"b":[1,{"c":"x","d":null}]}');
  expect(digestOf(one)).toBe(digestOf({ a: true, b: [1, { c: 'x', d: null }] }));
  expect(digestOf([1, 2])).not.toBe(digestOf([2, 1]));
});

test('keys sort by code unit, as RFC 8785 section 3.2.3 has it', () => {
  expect(canonicalJson({ '\u20ac': 1, '\r': 2, '1': 3, '\u0080': 4, ö: 5 })).toBe(
    '{"\\r":2,"1":3,"\u0080":4,"ö":5,"€":1}',
  );
});

test('a digest is the SHA-256 of the text', () => {
  // printf '{}' | sha256sum
  expect(digestOf({})).toBe('44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a');
});
