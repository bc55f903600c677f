import { INVALID, PLACEHOLDER, type Reading, readRaw, valid } from './reading.ts';

export type Email = { readonly address: string; readonly local: string; readonly domain: string };

/** Local parts nobody has as their own. Role addresses (`info@`) are real and shared: the linker's frequency caps see to them. */
const PLACEHOLDER_LOCALS =
  /^(?:no\W?e?\W?mail|none|no|na|n\/a|null|nil|unknown|unk|missing|test\d*|testing|noreply|no-reply|no_reply|donotreply|do-not-reply|nobody|noone|anonymous|email|xx+|declined|refused)$/;

/** Lower-case, trimmed; a display name or `mailto:` around the address goes. Dots and plus tags stay as they are. */
export function readEmail(rawValue: string | undefined): Reading<Email> {
  const raw = readRaw(rawValue);
  if (raw.state !== 'valid') return raw;
  const bracketed = /<([^<>]+)>\s*$/.exec(raw.value)?.[1] ?? raw.value;
  const address = bracketed
    .trim()
    .normalize('NFC')
    .toLowerCase()
    .replace(/^mailto:/, '')
    .replace(/[.,;]+$/, '');
  const match = /^([^\s@\p{C}]+)@([^\s@\p{C}]+)$/u.exec(address);
  const [, local, domain] = match ?? [];
  if (local === undefined || domain === undefined) {
    return /^(?:none|no email|unknown|n\/?a|null)$/.test(address) ? PLACEHOLDER : INVALID;
  }
  if (!/[\p{L}\p{Nd}]/u.test(local) || !/[\p{L}\p{Nd}]/u.test(domain)) return INVALID;
  if (PLACEHOLDER_LOCALS.test(local) || local === domain.slice(0, domain.indexOf('.'))) return PLACEHOLDER;
  return valid({ address, local, domain });
}
