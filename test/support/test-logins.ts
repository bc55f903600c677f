import { LOGIN_ROLES, type LoginRole } from '@credlink/store';

/** The test password of a role: roles are cluster-wide, so two runs on one server must agree on it. */
export function testPassword(role: LoginRole): string {
  return `test-${role}`;
}

export const TEST_PASSWORDS: Readonly<Record<LoginRole, string>> = Object.freeze(
  Object.fromEntries(LOGIN_ROLES.map((role) => [role, testPassword(role)])) as Record<LoginRole, string>,
);
