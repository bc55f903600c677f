/** Guards comparisons against the solver's feasibility tolerance (1e-7 per bound). */
export const SLACK = 1e-6;
