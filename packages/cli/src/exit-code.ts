import { AppError, type ErrorCode } from '@credlink/contracts';

/** What the command's exit code tells a script. */
export const EXIT_CODES = {
  ok: 0,
  fault: 1,
  usage: 2,
  refused: 3,
  fileRejected: 4,
  unavailable: 5,
  notClear: 6,
  held: 7,
  cancelled: 130,
} as const;

export const EXIT_CODES_HELP = `Exit codes:
  0    done
  1    fault of the program or of a service (please report it)
  2    wrong usage or configuration
  3    refused by the exchange (API key, agreement, quota, state)
  4    the file was rejected (format, columns, no usable rows)
  5    a service cannot be reached or is busy, or the disk is full; try again later
  6    verify-release, keys verify: a check failed or could not be decided
  7    a release was built and is held: nobody can read it before a steward publishes it
  130  stopped with Ctrl-C; run the same command again to go on`;

const FILE_CODES: readonly ErrorCode[] = [
  'file_not_found',
  'file_empty',
  'file_encoding',
  'file_not_gzip',
  'file_truncated',
  'file_has_nul',
  'line_too_long',
  'column_missing',
  'column_unknown',
  'mapping_invalid',
  'no_usable_rows',
  'release_malformed',
  'certificate_malformed',
  'cube_malformed',
  'too_many_cells',
  'policy_invalid',
];

export function exitCodeOf(error: unknown): number {
  if (!(error instanceof AppError)) return EXIT_CODES.fault;
  if (error.code === 'cancelled') return EXIT_CODES.cancelled;
  if (error.code === 'release_held') return EXIT_CODES.held;
  if (error.code === 'config_invalid') return EXIT_CODES.usage;
  if (FILE_CODES.includes(error.code)) return EXIT_CODES.fileRejected;
  switch (error.kind) {
    case 'rejected':
      return EXIT_CODES.refused;
    case 'transient':
      return EXIT_CODES.unavailable;
    case 'fault':
      return EXIT_CODES.fault;
  }
}
