import type { Organisation } from '@credlink/contracts';

/** `organisation`: the parties. */
export type OrganisationTable = {
  organisation: string;
  name: string;
  kind: Organisation['kind'];
  created_at: Date;
};
