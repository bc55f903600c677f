/** A share from 0 to 1 in whole percent, for people. */
export function percentText(share: number): string {
  return `${Math.round(share * 100)} %`;
}
