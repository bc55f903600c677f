import { dropDecimalTail, repairDigits } from './digit-slips.ts';
import { INVALID, PLACEHOLDER, type Reading, readRaw, valid } from './reading.ts';

const PLACEHOLDER_NUMBERS =
  /^(?:(\d)\1{9}|1234567890|0123456789|9876543210|\d{3}5555555|\d{3}0000000|\d{3}9999999|555\d{7})$/;

/** Ten digits and a letter that slipped in between them. */
const HAS_ONE_STRAY_LETTER = /^(?=.{11}$)\d*[a-z]\d*$/i;

/** Ten digits without country code 1 and without extension. */
export function readPhone(rawValue: string | undefined): Reading<string> {
  const raw = readRaw(rawValue);
  if (raw.state !== 'valid') return raw;
  const withoutExtension = dropDecimalTail(raw.value).replace(/\s*(?:x|ext\.?|extension|#)\s*\d{1,6}$/i, '');
  const compact = withoutExtension.replace(/[\s()+.\-\u2010-\u2015/]/g, '');
  const digits = HAS_ONE_STRAY_LETTER.test(compact) ? compact.replace(/[a-z]/i, '') : repairDigits(compact);
  if (/^0+$/.test(digits)) return PLACEHOLDER;
  const ten = /^1\d{10}$/.test(digits) ? digits.slice(1) : digits;
  if (!/^\d{10}$/.test(ten)) return /^(?:none|unknown|n\/?a|null)$/i.test(raw.value) ? PLACEHOLDER : INVALID;
  return PLACEHOLDER_NUMBERS.test(ten) ? PLACEHOLDER : valid(ten);
}
