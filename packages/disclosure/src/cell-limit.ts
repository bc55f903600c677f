/**
 * Cells that all tables of a release may have together. The joint audit of more does not end in sensible time or memory:
 * 41 thousand were measured at half an hour.
 */
export const CELL_LIMIT = 200_000;
