import type { PublishedCell } from '@credlink/contracts';

/** A figure as a person reads it; empty where there is none. Bands show their ends. */
export function valueText({ unit, value, low, high }: PublishedCell): string {
  if (value === null) return '';
  switch (unit) {
    case 'count':
      return value.toLocaleString('en-US');
    case 'usd':
      return `$${Math.round(value).toLocaleString('en-US')}`;
    case 'share':
      return low === null || high === null || low === high
        ? `${percent(value)} %`
        : `${percent(low)}-${percent(high)} %`;
  }
}

function percent(share: number): string {
  return String(Math.round(share * 1000) / 10);
}
