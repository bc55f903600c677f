import { readFile } from 'node:fs/promises';
import { Certificate, POLICY_NAMES, rejected } from '@credlink/contracts';
import { POLICIES } from '@credlink/disclosure';
import { readConfig, secretKey } from '@credlink/runtime';
import { z } from 'zod';
import { commitmentOf, openLimits } from './commit-limits.ts';
import { secretLimits } from './config.ts';
import { releasePolicy } from './release-policy.ts';
import { RELEASE_KEY_LENGTH } from './sign-certificate.ts';

/**
 * Prints what an auditor needs to check the commitment in a certificate: the limits of concentration and the salt. Run
 * by who holds the publisher's settings; what it prints is secret.
 */
const Settings = z.strictObject({
  releaseKey: secretKey(RELEASE_KEY_LENGTH),
  concentrationLimits: secretLimits(),
});

const [path] = process.argv.slice(2);
try {
  if (path === undefined) throw rejected('request_invalid', 'give the path of a certificate');
  const { CREDLINK_RELEASE_KEY, CREDLINK_CONCENTRATION_LIMITS } = process.env;
  const settings = readConfig('CREDLINK_', Settings, { CREDLINK_RELEASE_KEY, CREDLINK_CONCENTRATION_LIMITS });
  const { policy, contentSha256 } = Certificate.parse(JSON.parse(await readFile(path, 'utf8')));
  const ordered = z.enum(POLICY_NAMES).parse(policy.name);
  const asking = (policy.profiles ?? []).map((privacyProfile) => ({ agreementId: '', privacyProfile }));
  const { concentration } = releasePolicy(
    POLICIES[ordered],
    asking,
    settings.concentrationLimits?.reveal() ?? null,
  );
  const opened = openLimits(concentration, contentSha256, settings.releaseKey);
  if (commitmentOf(opened) !== policy.concentrationCommitment) {
    throw rejected('policy_invalid', 'the certificate was made with another key or other limits');
  }
  process.stdout.write(`${JSON.stringify(opened)}\n`);
} catch (error) {
  const text = error instanceof Error && error.name === 'AppError' ? error.message : 'this is no certificate';
  process.stderr.write(`show-limits: ${text}\n`);
  process.exitCode = 1;
}
