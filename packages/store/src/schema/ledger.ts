/** `ledger`: releases that were built, with who was in their cells. */
export type LedgerTable = {
  release_id: string;
  published_id: string;
  shown_at: Date | null;
  figures_file: string;
  sets_file: string;
  persons_file: string;
  rosters_file: string;
  records_file: string;
};

/** `ledger_upload`: uploads whose facts a release read. */
export type LedgerUploadTable = { release_id: string; upload_id: string };
