export { type IntakeConfig, readIntakeConfig } from './config.ts';
export { deriveVaultKeys, type VaultKeys } from './rules/derive-vault-keys.ts';
export { registerSubjectNumbers, subjectNumberSql } from './rules/renumber-subjects.ts';
export { vaultKeyCheck } from './rules/vault-keyring.ts';
export { type Intake, type IntakeDependencies, startIntake } from './start-intake.ts';
