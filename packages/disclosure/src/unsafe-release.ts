/**
 * The protected tables fail a check of their own, and nothing may be published: a fault of the program, or something that
 * earlier releases tell by themselves.
 */
export class UnsafeRelease extends Error {
  override readonly name = 'UnsafeRelease';
  /** Bars that are not met, `B2`. */
  readonly checks: readonly string[];

  /** @param reason what else is known of why */
  constructor(checks: readonly string[], reason: string | null = null) {
    super(
      `checks of the protected tables failed: ${checks.join(', ')}${reason === null ? '' : ` (${reason})`}`,
    );
    this.checks = checks;
  }
}
