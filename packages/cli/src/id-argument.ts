import { InvalidArgumentError } from 'commander';
import { z } from 'zod';

const Id = z.uuid();

/**
 * Parses the id of an upload, run, release or API key, so that a mistyped one is told of before any work.
 * @param list the command that lists them.
 */
export function idArgument(list: string): (text: string) => string {
  return (text) => {
    if (!Id.safeParse(text).success) throw new InvalidArgumentError(`That is no id; "${list}" lists them.`);
    return text;
  };
}
