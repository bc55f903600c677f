/** Why a row was left out of an upload. A closed set: rows are counted by reason, their values never repeated. */
export const REJECTION_REASONS = [
  'row_malformed',
  'row_too_long',
  'nul_byte',
  'record_ref_missing',
  'record_ref_unknown',
  'identifiers_missing',
  'credential_code_missing',
  'credential_code_unknown',
  'date_missing',
  'date_unreadable',
  'date_out_of_range',
  'action_unknown',
  'code_unknown',
  'quarter_invalid',
  'quarter_outside_file',
  'amount_unreadable',
  'amount_out_of_range',
  'employer_missing',
  'state_invalid',
  'number_unreadable',
] as const;

export type RejectionReason = (typeof REJECTION_REASONS)[number];

/** Rows left out, by reason. */
export type RejectionCounts = Readonly<Partial<Record<RejectionReason, number>>>;
