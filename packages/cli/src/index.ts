export { EXIT_CODES } from './exit-code.ts';
export { runCommand } from './run-command.ts';
export type { Terminal } from './session.ts';
