export { type IntakeConfig, readIntakeConfig } from './config.ts';
export { type Intake, type IntakeDependencies, startIntake } from './start-intake.ts';
