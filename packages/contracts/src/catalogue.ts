import { z } from 'zod';

const Day = z.iso.date();
const QuarterText = z.string().regex(/^\d{4}Q[1-4]$/);
const Code = z.string().regex(/^[A-Z0-9][A-Z0-9._/-]{0,39}$/);

/** CTDL-shaped catalogue, money in whole dollars as the field writes it. One document per version. */
export const Catalogue = z.object({
  edition: z.string().optional(),
  credentials: z.array(
    z.object({
      code: Code,
      ctid: z.string().nullish(),
      name: z.string(),
      type: z.string(),
      level: z.number().nullish(),
      owner: z.string(),
      status: z.string(),
      soc2018: z.array(z.string()).default([]),
      naics2022_prefix: z.array(z.string()).default([]),
      relations: z.array(z.object({ kind: z.string(), to: Code })).default([]),
      /** The code that took over from this one: awards under the old code count for the new. */
      superseded_by: Code.nullish(),
      costs: z.array(z.looseObject({ cost_type: z.string(), amount: z.number() })).default([]),
    }),
  ),
  programs: z
    .array(
      z.object({
        program_id: Code,
        name: z.string(),
        cip6: z.string().nullish(),
        level: z.string().nullish(),
        tuition: z.number().nullish(),
        provider: z.string(),
        credit_unit: z.string().nullish(),
        award_codes: z.array(Code).default([]),
        courses: z.array(z.string()).default([]),
      }),
    )
    .default([]),
  pathways: z
    .array(
      z.object({
        pathway_id: Code,
        name: z.string(),
        sector: z.string().nullish(),
        components: z.array(
          z.object({
            kind: z.enum(['course', 'program', 'service', 'credential', 'job']),
            ref: z.string(),
            tag: z.string().nullish(),
            is_entry_point: z.boolean().default(false),
          }),
        ),
        target_naics_prefix: z.array(z.string()).default([]),
        target_soc: z.array(z.string()).default([]),
        requires_gateway: z.boolean().default(false),
        gateway_courses: z.array(z.string()).default([]),
        /** Subject -> code of the highest developmental course. */
        highest_developmental: z.record(z.string(), z.string()).default({}),
        /** Metric id (`C.1`) -> shared use (`account_pooled` ...). */
        metrics: z.record(z.string(), z.string()).default({}),
        exit_gap_days: z.number().int().positive().default(365),
        attain_lag_days: z.number().int().nonnegative().default(365),
      }),
    )
    .default([]),
  source_coverage: z.array(
    z.object({
      source: z.string(),
      kind: z.string(),
      state_fips: z.string().nullish(),
      first_quarter: QuarterText.nullish(),
      last_complete_quarter: QuarterText.nullish(),
      from: Day.nullish(),
      complete_to: Day.nullish(),
    }),
  ),
  wage_thresholds: z
    .array(z.looseObject({ id: z.string(), name: z.string(), annual: z.number() }))
    .default([]),
  /**
   * Counts that other publishers show of groups a release counts too (completions, licences), by the address they have here.
   * Disclosure control takes it that readers know those groups' counts.
   */
  published_elsewhere: z
    .array(
      z.strictObject({
        table: z.string(),
        measure: z.string(),
        variant: z.string().optional(),
        /** Dimension -> code, every dimension of the table. */
        key: z.record(z.string(), z.string()),
        value: z.int().min(0),
        /** Who publishes it, and where. */
        source: z.string(),
      }),
    )
    .optional(),
  cpi: z
    .object({
      base: z.string(),
      base_value: z.number().positive(),
      quarters: z.record(z.string(), z.number().positive()),
    })
    .nullish(),
});

export type Catalogue = z.infer<typeof Catalogue>;
