import { packPay, unpackPay } from './packed-pay.ts';
import { scramble } from './permutation.ts';
import { Random } from './random.ts';
import type { SampleOptions, SampleWindow } from './sample-options.ts';
import { type SimulatedAward, simulateAwards } from './simulated-awards.ts';
import { type PayLine, simulateCareer } from './simulated-career.ts';
import { type EmployerDirectory, simulateEmployers } from './simulated-employers.ts';
import { type SimulatedPerson, simulatePerson } from './simulated-person.ts';
import { type Schooling, simulateSchooling, termsOf } from './simulated-schooling.ts';

/** One life. What a file does not ask for is not made. */
export type SimulatedLife = {
  readonly index: number;
  person(): SimulatedPerson;
  schooling(): Schooling | null;
  awards(): readonly SimulatedAward[];
  pay(): readonly PayLine[];
};

export type SimulatedState = {
  readonly options: SampleOptions;
  readonly window: SampleWindow;
  readonly directory: EmployerDirectory;
  /** Every life, in an order of its own for each `file`. */
  lives(file: string): Iterable<SimulatedLife>;
};

/**
 * Lives of larger samples are made again for each file instead of being kept; only their pay is, packed: 28 bytes a
 * line.
 */
const MOST_KEPT = 20_000;

export function simulateState(options: SampleOptions, window: SampleWindow): SimulatedState {
  const directory = simulateEmployers(options, window);
  const terms = termsOf(window);
  const kept = new Map<number, SimulatedLife>();
  const packed = new Map<number, Int32Array>();
  const makeLife = (index: number): SimulatedLife => {
    const person = once(() => simulatePerson(options, window, index));
    const schooling = once(() => simulateSchooling(options, window, terms, person()));
    const awards = once(() => simulateAwards(options, window, person(), schooling()));
    const simulatePay = () => simulateCareer(options, window, directory, person(), schooling(), awards());
    return { index, person, schooling, awards, pay: once(() => recallPay(packed, index, simulatePay)) };
  };
  const life = (index: number): SimulatedLife => {
    if (options.persons > MOST_KEPT) return makeLife(index);
    const made = kept.get(index) ?? makeLife(index);
    kept.set(index, made);
    return made;
  };
  return {
    options,
    window,
    directory,
    *lives(file) {
      const salt = new Random(`${options.seed}/order/${file}`).below(1_000_000);
      for (let place = 0; place < options.persons; place++)
        yield life(scramble(place, options.persons, salt));
    },
  };
}

function recallPay(
  packed: Map<number, Int32Array>,
  index: number,
  simulate: () => readonly PayLine[],
): readonly PayLine[] {
  const known = packed.get(index);
  if (known !== undefined) return unpackPay(known);
  const pay = simulate();
  packed.set(index, packPay(pay));
  return pay;
}

/** Makes a value when it is first asked for. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
