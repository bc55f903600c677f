/** The protected tables fail a check of their own: a fault of the program, and nothing may be published. */
export class UnsafeRelease extends Error {
  override readonly name = 'UnsafeRelease';
  /** Bars that are not met, `B2`. */
  readonly checks: readonly string[];

  constructor(checks: readonly string[]) {
    super(`checks of the protected tables failed: ${checks.join(', ')}`);
    this.checks = checks;
  }
}
