import type { SourceKind, Unit } from '@credlink/contracts';
import type { CalendarStatus } from '@credlink/measures';

/** A database session that holds the input views; temporary tables of the computation live in it. */
export type Engine = {
  run(sql: string): Promise<void>;
  rows(sql: string): Promise<Record<string, unknown>[]>;
};

/** Kinds of source for which the engine has no view because nobody contributes them. */
export type ComputeInputs = {
  readonly absent: readonly SourceKind[];
  /** Whether the engine holds `closed_roster`: rosters that earlier releases closed. */
  readonly hasRosters: boolean;
  /** How far each quarter's wage behind percentiles is moved at most; above 0 the engine holds `person_blur`. */
  readonly blurCents: number;
};

export type OnProgress = (progress: {
  readonly step: string;
  readonly done: number;
  readonly total: number;
}) => void;

/** A count of distinct persons; the set is given by atoms. */
export type CountCell = {
  readonly id: number;
  readonly table: string;
  /** What is counted, in words that stay the same from release to release. */
  readonly population: string;
  /** The address; counts of one sector carry `sector` beside the table's own dimensions. */
  readonly key: Readonly<Record<string, string>>;
  readonly persons: number;
  /** Those of them with a record in another organisation's source. */
  readonly linkedPersons: number;
  /** Indices of atoms, ascending. */
  readonly atoms: Uint32Array;
  /** Whether all of the cohort is counted, not those for whom something holds. */
  readonly isEverybody: boolean;
  /**
   * Persons whom the organisation with most of them in its files did not supply, going by the records; those of whom no
   * record says who supplied them do not count.
   */
  readonly suppliedByOthers: number;
  /** Organisations whose files the persons come from by the catalogue. */
  readonly contributors: readonly string[];
  /** Of cells that carry wages or a sector: employers in the outcome quarter, and persons with the largest; else 0. */
  readonly employers: number;
  readonly largestEmployer: number;
};

/** An amount over the persons of a cell around its percentiles, in integer cents. */
export type Distribution = {
  readonly id: number;
  readonly cell: number;
  readonly amount: string;
  /**
   * For each share of `percentileGrid` the amounts at adjacent ranks, ascending; the middle one is the percentile. Empty
   * where the cell is.
   */
  readonly around: readonly (readonly number[])[];
};

/** One published quantity and the cells it rests on. */
export type ComputedFigure = {
  readonly table: string;
  readonly key: Readonly<Record<string, string>>;
  readonly measure: string;
  readonly variant: string;
  readonly unit: Unit;
  readonly calendar: CalendarStatus;
  /** Count: the count itself. Share: the denominator. Percentile: the persons in the distribution. */
  readonly population: number;
  readonly numerator: number | null;
  /** Everybody in the cohort the figure is about; the population itself where nobody else is counted. */
  readonly roster: number;
  /** Percentile: the persons who could have been in the distribution. */
  readonly eligible: number | null;
  readonly distribution: number | null;
  /** Percentile: which one, as a share from 0 to 1. */
  readonly share: number | null;
};

/** Of one large employer: atoms it paid persons of, ascending, and how many of each it ever paid. */
export type EmployerPersons = { readonly atoms: Uint32Array; readonly persons: Uint32Array };

/** The input of disclosure control: nothing in it may leave the publisher. */
export type ComputedCells = {
  /** Persons of each atom: a class of persons who belong to exactly the same cells. */
  readonly atoms: { readonly persons: Uint32Array; readonly linked: readonly boolean[] };
  /** A cell's id is its place. */
  readonly cells: readonly CountCell[];
  /** A distribution's id is its place. */
  readonly distributions: readonly Distribution[];
  readonly figures: readonly ComputedFigure[];
  readonly percentileGrid: readonly number[];
  /** As it was asked for, see `ComputeInputs`. */
  readonly blurCents: number;
  /** Large employers: each knows whom it pays. */
  readonly employers: readonly EmployerPersons[];
};
