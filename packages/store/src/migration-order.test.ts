import { expect, test } from 'vitest';
import { passedOver } from './migration-order.ts';

const NAMES = ['0011-a', '0012-linkage-alarms', '0012-release-lattice', '0013-b'];
const after = (...applied: readonly string[]) => passedOver(NAMES, new Set(applied));

test('a database that saw the oldest migrations, or none, or all, is brought up', () => {
  NAMES.forEach((_, count) => {
    expect(after(...NAMES.slice(0, count))).toBeNull();
  });
  expect(after(...NAMES)).toBeNull();
});

test('a migration that was passed over is not applied late', () => {
  expect(after('0012-linkage-alarms')).toBe('0011-a');
  expect(after('0011-a', '0012-linkage-alarms', '0013-b')).toBe('0012-release-lattice');
  expect(after('0011-a', '0012-release-lattice', '0013-b')).toBe('0012-linkage-alarms');
});

test('of the two with one number either may come first', () => {
  expect(after('0011-a', '0012-release-lattice')).toBeNull();
  expect(after('0012-release-lattice'), 'but not before what is older').toBe('0011-a');
});
