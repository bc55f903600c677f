import { z } from 'zod';

/** Digest of what a rule makes of the challenge rows. */
export const ChallengeAnswer = z.record(
  z.string().regex(/^[1-9][0-9]{0,4}$/),
  z.string().regex(/^[0-9a-f]{16}$/),
);

const Text = z.string().max(128).exactOptional();

/** Invented identifiers that a contributor's own program is put to: every upload states what it makes of them. */
export const ConformanceChallenge = z.strictObject({
  rows: z.array(
    z.strictObject({
      givenName: Text,
      middleName: Text,
      surname: Text,
      fullName: Text,
      suffix: Text,
      formerSurname: Text,
      dateOfBirth: Text,
      ssn: Text,
      ssnLastFour: Text,
      sex: Text,
      street: Text,
      city: Text,
      state: Text,
      zip: Text,
      phone: Text,
      email: Text,
      reference: z.strictObject({ issuer: z.string(), value: z.string() }).exactOptional(),
    }),
  ),
});

export type ConformanceChallenge = z.infer<typeof ConformanceChallenge>;

/** What the rows depend on: the digest of the source file they are answered for. */
export const ChallengeQuery = z.strictObject({ seed: z.string().regex(/^[0-9a-f]{64}$/) });
