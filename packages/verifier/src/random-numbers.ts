/** Numbers from 0 to 1 that are the same in every run: the generator of Lehmer with Park and Miller's constants. */
export class RandomNumbers {
  #state: number;

  /** @param seed a whole number from 1 */
  constructor(seed: number) {
    this.#state = seed;
  }

  next(): number {
    this.#state = (this.#state * 48_271) % 2_147_483_647;
    return this.#state / 2_147_483_647;
  }
}
