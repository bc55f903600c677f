import type { AttackReport, InsiderFigure } from './attack-run.ts';

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

function cellOf({ share, claimed, precision }: InsiderFigure): string {
  return claimed === 0 ? '0 %' : `${percent(share)} (of claims ${percent(precision)})`;
}

function aligned(lines: readonly (readonly string[])[]): string {
  const widths = (lines[0] ?? []).map((_, place) =>
    Math.max(...lines.map((line) => line[place]?.length ?? 0)),
  );
  const text = lines.map((line) =>
    line
      .map((cell, place) => cell.padEnd(widths[place] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return `${text.join('\n')}\n`;
}

/** Share of the vault's records that the insider names rightly, and what the same tokens link. */
export function attackTable({ people, encodings, dictionary }: AttackReport): string {
  const settings = encodings[0]?.insider ?? [];
  const insider = [
    [
      'encoding',
      'lever',
      'tokens',
      ...settings.map(({ overlap, known }) => `overlap ${percent(overlap)}, ${known} known`),
      'P / R / F1',
    ],
    ...encodings.map(({ encoding, lever, tokensPerRecord, insider: figures, linked }) => [
      encoding,
      lever,
      tokensPerRecord === null ? '-' : tokensPerRecord.toFixed(0),
      ...figures.map(cellOf),
      [linked.precision, linked.recall, linked.f1].map((value) => value.toFixed(4)).join(' / '),
    ]),
  ];
  const guesses = [
    ['encoding', 'dictionary of', 'seen', 'found', 'tries'],
    ...dictionary.map(({ encoding, family, seen, found, victims, tries }) => [
      encoding,
      family,
      seen,
      `${found} of ${victims}`,
      String(tries),
    ]),
  ];
  return `${people}\n\n${aligned(insider)}\n${aligned(guesses)}`;
}
