/** PostgreSQL refuses to run as root: there it runs as this user, which owns nothing but the data folder. */
export type ServerUser = { readonly uid: number; readonly gid: number };

const NOBODY: ServerUser = { uid: 65534, gid: 65534 };

/** The user to run the server as, or null to run it as ourselves. */
export function serverUser(): ServerUser | null {
  return process.getuid?.() === 0 ? NOBODY : null;
}
