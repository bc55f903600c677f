const SLIPS: Readonly<Record<string, string>> = {
  O: '0',
  o: '0',
  I: '1',
  l: '1',
  '|': '1',
  Z: '2',
  z: '2',
  S: '5',
  s: '5',
  G: '6',
  B: '8',
};

/** Puts back digits that a scanner or a hand read as letters: `O` for 0, `l` `I` `|` for 1, `Z` 2, `S` 5, `G` 6, `B` 8. */
export function repairDigits(text: string): string {
  return text.replace(/[OoIl|ZzSsGB]/g, (letter) => SLIPS[letter] ?? letter);
}

/** `1563.0` -> `1563`: a spreadsheet's number. Only where nothing but digits stands before the point. */
export function dropDecimalTail(text: string): string {
  return text.replace(/^(\d+)\.0+$/, '$1');
}
