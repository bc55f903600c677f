import type { MeasureDefinition, Unit } from '@credlink/contracts';
import type { Amount, Condition } from './condition.ts';
import type { Span } from './span.ts';

export type Anchor = MeasureDefinition['anchor'];

/** What a measure's figure is made of: counts of persons, or percentiles of an amount over a count of persons. */
export type Figure =
  | { readonly kind: 'count'; readonly among: Condition }
  | { readonly kind: 'share'; readonly of: Condition; readonly among: Condition }
  | {
      readonly kind: 'percentile';
      readonly share: number;
      readonly amount: Amount;
      /** The persons in the distribution. */
      readonly among: Condition;
      /** The persons who could have been in it, attached or not. */
      readonly eligible: Condition;
    };

/** A measure: its words for readers, and its figure as data. The engine knows no measure by name. */
export type Measure = {
  readonly measure: string;
  readonly variant: string;
  readonly version: string;
  readonly title: string;
  readonly unit: Unit;
  /** Quarter offsets that must be complete before a person is measurable. */
  readonly window: Span | null;
  readonly numerator: string | null;
  readonly denominator: string;
  readonly source: string;
  readonly caveats: readonly string[];
  readonly figure: Figure;
  /** Values of further dimensions of the table, beside its key and cohort. */
  readonly address: Readonly<Record<string, string>>;
  /** Published for every cohort, or only for all years together. */
  readonly cohorts: 'every' | 'all';
  /**
   * Whole months after the cohort's last day that award or study data must reach. Null where only wage quarters
   * matter.
   */
  readonly observedMonths: number | null;
};

type Words = {
  readonly title: string;
  readonly numerator?: string;
  readonly denominator: string;
  readonly source: string;
  readonly caveats?: readonly string[];
};

type Rest = {
  readonly variant?: string;
  readonly window?: Span;
  readonly address?: Readonly<Record<string, string>>;
  readonly cohorts?: Measure['cohorts'];
  readonly observedMonths?: number;
};

/** A measure from its name, figure and words; what is not given is empty. */
export function measure(name: string, figure: Figure, words: Words, rest: Rest = {}): Measure {
  return {
    measure: name,
    variant: rest.variant ?? '',
    version: '1.0.0',
    title: words.title,
    unit: figure.kind === 'count' ? 'count' : figure.kind === 'share' ? 'share' : 'usd',
    window: rest.window ?? null,
    numerator: words.numerator ?? null,
    denominator: words.denominator,
    source: words.source,
    caveats: words.caveats ?? [],
    figure,
    address: rest.address ?? {},
    cohorts: rest.cohorts ?? 'every',
    observedMonths: rest.observedMonths ?? null,
  };
}

/** The definition as it travels with every figure. */
export function definitionOf(measureOf: Measure, anchor: Anchor): MeasureDefinition {
  const { window } = measureOf;
  return {
    measure: measureOf.measure,
    variant: measureOf.variant,
    version: measureOf.version,
    title: measureOf.title,
    unit: measureOf.unit,
    anchor,
    window: window === null ? null : { from: window.from, to: window.to },
    numerator: measureOf.numerator,
    denominator: measureOf.denominator,
    source: measureOf.source,
    caveats: [...measureOf.caveats],
  };
}

/** All conditions a figure counts, the population first. */
export function conditionsOf(figure: Figure): readonly Condition[] {
  switch (figure.kind) {
    case 'count':
      return [figure.among];
    case 'share':
      return [figure.among, figure.of];
    case 'percentile':
      return [figure.among, figure.eligible];
  }
}
