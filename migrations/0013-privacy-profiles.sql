-- Profiles of agreements are the named policies: a release is made under the strictest of them. Names that were entered
-- in their short form are written out. The constraint looks at new rows only; a release under an agreement with a name
-- that is not known is refused.
UPDATE agreement SET privacy_profile = 'adrf11' WHERE privacy_profile = 'adrf';
UPDATE agreement SET privacy_profile = 'texas5' WHERE privacy_profile = 'texas';
UPDATE agreement SET privacy_profile = 'pseo30' WHERE privacy_profile = 'pseo';
UPDATE agreement SET privacy_profile = 'wris3' WHERE privacy_profile IN ('wris', 'wris2');

ALTER TABLE agreement ADD CONSTRAINT agreement_privacy_profile_check CHECK (
  privacy_profile IN ('wris3', 'texas5', 'ferpa10', 'adrf11', 'pseo30', 'wfpell')
) NOT VALID;

COMMENT ON COLUMN agreement.privacy_profile IS 'Named disclosure policy the parties ask for; makes the policy of every release with data under the agreement at least as strict.';
