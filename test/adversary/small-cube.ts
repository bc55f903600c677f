import type { ProtectInput } from '@credlink/disclosure';
import { ROUNDED_POLICY } from '@credlink/disclosure';
import { Random } from '../../packages/sample/src/random.ts';
import { createPersonSource } from '../bench/cube-persons.ts';
import { buildCubeSpec, type CubeSize } from '../bench/cube-shape.ts';
import { type CubeSpec, cubeInput } from '../disclosure/cube.ts';
import { nameOf } from './address.ts';
import type { Insider } from './attacks/insider.ts';

/** Of the cubes that are attacked with every test run. */
export const SMALL_SIZE: CubeSize = {
  persons: 500,
  credentials: 5,
  families: 2,
  regions: 3,
  areas: 2,
  cohorts: 2,
  years: 1,
  issuers: 3,
  issuerKinds: 2,
  sectors: 3,
  offered: 3,
};

/** A generated linked cube of any size, by seed. */
export function generatedCube(
  size: CubeSize,
  seed: number,
): {
  readonly spec: CubeSpec;
  readonly input: ProtectInput;
  readonly persons: readonly Readonly<Record<string, string>>[];
} {
  const spec = buildCubeSpec('attacked', size, seed, new Random(`shape ${seed}`));
  const source = createPersonSource(spec, size, new Random(`persons ${seed}`));
  const persons = Array.from({ length: size.persons }, (_, place) => source(place + 1));
  return { spec, input: cubeInput(spec, persons, ROUNDED_POLICY), persons };
}

/** Everybody who knows persons of his own: issuers and employers. */
export function ownersOf(
  persons: readonly Readonly<Record<string, string>>[],
  { cells }: ProtectInput,
): readonly Insider[] {
  const members = new Map(cells.map((cell) => [nameOf(cell), cell.members]));
  return ['issuer', 'employer'].flatMap((column) =>
    [...new Set(persons.map((person) => person[column] ?? ''))].map((name) => ({
      name,
      own: (address) =>
        (members.get(nameOf(address)) ?? new Uint32Array()).filter(
          (place) => persons[place]?.[column] === name,
        ).length,
    })),
  );
}
