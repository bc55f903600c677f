import { rejected } from '@credlink/contracts';
import { POLICIES, type Policy, parsePolicy } from '@credlink/disclosure';
import { lineOfRepeatedKey } from './json-text.ts';
import { readText } from './protect-spec.ts';

/** A policy by name, or from a versioned file whose name ends in `.json`. */
export async function readPolicy(name: string): Promise<Policy> {
  if (isPolicyName(name)) return POLICIES[name];
  if (!name.endsWith('.json')) {
    throw rejected(
      'policy_invalid',
      `there is no policy of that name; take one of ${Object.keys(POLICIES).join(', ')}, or a file that ends in .json`,
    );
  }
  const text = await readText(name, 'the policy');
  try {
    const policy = parsePolicy(JSON.parse(text));
    if (lineOfRepeatedKey(text) !== null) throw new TypeError('policy has a key twice');
    return policy;
  } catch (cause) {
    const isOurs = cause instanceof TypeError || cause instanceof RangeError;
    throw rejected('policy_invalid', isOurs ? cause.message : 'the policy is not JSON');
  }
}

function isPolicyName(name: string): name is keyof typeof POLICIES {
  return Object.hasOwn(POLICIES, name);
}
