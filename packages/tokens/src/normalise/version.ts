/**
 * Version of the rules in this folder (docs/NORMALISATION.md). A change that alters the canonical form of any
 * record takes a new major: tokens of different majors are never linked.
 */
export const NORMALISER_VERSION = '3.0.0';

export const NORMALISER_MAJOR = 3;
