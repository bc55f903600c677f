import { scramble } from './permutation.ts';
import { Random } from './random.ts';
import type { SampleOptions, SampleWindow } from './sample-options.ts';
import { type SimulatedAward, simulateAwards } from './simulated-awards.ts';
import { type PayLine, simulateCareer } from './simulated-career.ts';
import { type EmployerDirectory, simulateEmployers } from './simulated-employers.ts';
import { type SimulatedPerson, simulatePerson } from './simulated-person.ts';
import { type Schooling, simulateSchooling, termsOf } from './simulated-schooling.ts';

export type SimulatedLife = {
  readonly person: SimulatedPerson;
  readonly schooling: Schooling | null;
  readonly awards: readonly SimulatedAward[];
  readonly pay: readonly PayLine[];
};

export type SimulatedState = {
  readonly options: SampleOptions;
  readonly window: SampleWindow;
  readonly directory: EmployerDirectory;
  /** Every life, in an order of its own for each `file`. */
  lives(file: string): Iterable<SimulatedLife>;
};

/** Lives of larger samples are made again for each file instead of being kept: memory stays flat. */
const MOST_KEPT = 50_000;

export function simulateState(options: SampleOptions, window: SampleWindow): SimulatedState {
  const directory = simulateEmployers(options, window);
  const terms = termsOf(window);
  const kept = new Map<number, SimulatedLife>();
  const life = (index: number): SimulatedLife => {
    const known = kept.get(index);
    if (known !== undefined) return known;
    const person = simulatePerson(options, window, index);
    const schooling = simulateSchooling(options, window, terms, person);
    const awards = simulateAwards(options, window, person, schooling);
    const pay = simulateCareer(options, window, directory, person, schooling, awards);
    const made = { person, schooling, awards, pay };
    if (options.persons <= MOST_KEPT) kept.set(index, made);
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
