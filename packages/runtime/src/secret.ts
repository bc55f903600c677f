import { inspect } from 'node:util';

const HIDDEN = '[secret]';

/** A value that must not appear anywhere by accident: it prints as `[secret]` in JSON, inspection and templates. */
export class Secret<T> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  /** The value itself, for the one call that needs it. */
  reveal(): T {
    return this.#value;
  }

  toString(): string {
    return HIDDEN;
  }

  toJSON(): string {
    return HIDDEN;
  }

  [inspect.custom](): string {
    return HIDDEN;
  }
}
