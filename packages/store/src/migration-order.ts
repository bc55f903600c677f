/**
 * Two that came to bear one number. Databases exist that saw the second of them alone for a while. Neither touches what the
 * other makes, so either may come first; test/house/migrations.test.ts lets no third be numbered so.
 */
const EITHER_FIRST: readonly string[] = ['0012-linkage-alarms', '0012-release-lattice'];

/**
 * Claim: no migration is applied to a schema it was not written for: what a database has seen is what comes before all that
 * it has not, two that may change places aside.
 *
 * @param names of all migrations, oldest first
 * @returns the first that was passed over, or null
 */
export function passedOver(names: readonly string[], applied: ReadonlySet<string>): string | null {
  const newest = names.findLastIndex((name) => applied.has(name));
  return (
    names.find(
      (name, place) =>
        place < newest &&
        !applied.has(name) &&
        !(
          EITHER_FIRST.includes(name) &&
          names.slice(place + 1, newest + 1).every((one) => EITHER_FIRST.includes(one))
        ),
    ) ?? null
  );
}
