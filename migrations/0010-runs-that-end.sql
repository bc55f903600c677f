-- A run that ends its process each time must end; persons keep their numbers from run to run.
ALTER TABLE run
  ADD COLUMN starts integer NOT NULL DEFAULT 0,
  ADD COLUMN highest_person bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN run.starts IS 'How often a linker took it up without saying how that ended.';
COMMENT ON COLUMN run.highest_person IS 'Highest person number that was in use when it ended, in this run or any before: no number is given twice.';
