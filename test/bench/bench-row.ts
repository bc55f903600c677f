import type { RecordingOptions } from './bench-persons.ts';

/** Sizes of one row: what is counted, by name. */
export type Sizes = Readonly<Record<string, number>>;

/** Seconds on the clock, CPU seconds of the process with its threads, and its largest resident memory. */
export type Usage = { readonly wall: number; readonly cpu: number; readonly peakMemoryMiB: number };

export type Figures = Readonly<Record<string, number | string | null>>;

/** What a child process reports: `figures` are the task's own. */
export type Measured = Usage & { readonly figures: Figures };

export type Job = {
  readonly sizes: Sizes;
  /** Belongs to one row at one size: what one task leaves here the next one finds. */
  readonly folder: string;
  /** Of DuckDB, in its own notation. */
  readonly memoryLimit: string;
  /** Times the work; what a task does outside is set-up. Called once. */
  readonly measure: <T>(work: () => T | Promise<T>) => Promise<T>;
};

/** One piece of work in a process of its own. */
export type Task = (job: Job) => Promise<Figures>;

/** Whom the row is measured against. Quoted: not run here, taken from a published or earlier measurement. */
export type Peer = {
  readonly name: string;
  readonly version: string;
  readonly wall: number | null;
  readonly cpu: number | null;
  readonly quoted: boolean;
};

export type Goal = { readonly is: 'at least' | 'at most'; readonly bound: number };

export type RowFigures = {
  /** Null: the size of the whole row. */
  readonly sizes: Sizes | null;
  readonly ours: Usage;
  readonly against: Peer;
  /** What the goal bounds. */
  readonly ratio: number;
  /** Further conditions of the goal, such as memory or accuracy. */
  readonly isOtherwiseMet: boolean;
  readonly more: Readonly<Record<string, unknown>>;
};

/** The people of one file, as `bench-persons.ts` invents them. */
export type PeerFile = RecordingOptions & { readonly firstPerson: number; readonly persons: number };

/** Runs tasks of rows; the same task at the same size runs once. */
export type Bench = {
  readonly share: number;
  readonly run: (row: BenchRow, task: string, share: number) => Promise<Measured>;
};

export type BenchRow = {
  readonly id: string;
  readonly title: string;
  readonly goal: Goal;
  /** Sizes at a share of those the goal names. */
  readonly sizesAt: (share: number) => Sizes;
  /** `prepare`, where there is one, runs first, once for each size, and is not measured. */
  readonly tasks: Readonly<Record<string, Task>>;
  /** Several sets of figures where a row compares several pieces of work; none where its material is absent. */
  readonly compare: (bench: Bench) => Promise<readonly RowFigures[]>;
  /** The two files that a peer could link instead, where the row links two files. */
  readonly peerFiles?: (sizes: Sizes) => readonly [PeerFile, PeerFile];
};

export function sizeOf(job: Pick<Job, 'sizes'>, name: string): number {
  const size = job.sizes[name];
  if (size === undefined) throw new TypeError(`the row has no size ${name}`);
  return size;
}

export function figureOf({ figures }: Measured, name: string): number {
  const figure = figures[name];
  if (typeof figure !== 'number') throw new TypeError(`the task reported no figure ${name}`);
  return figure;
}

/** A peer that ran beside us. */
export function peerOf(measured: Measured, name: string, version: string): Peer {
  return { name, version, wall: measured.wall, cpu: measured.cpu, quoted: false };
}

export function usageOf({ wall, cpu, peakMemoryMiB }: Measured): Usage {
  return { wall, cpu, peakMemoryMiB };
}
