import { fault } from '@credlink/contracts';
import type { LinkSource } from '@credlink/linkage';
import type { RunInput } from '@credlink/store';
import { PACKS, type PackName } from '@credlink/tokens';
import { quoteText } from '@credlink/vault';

/** A committed upload in the words of the linkage package. */
export function toLinkSource(input: RunInput, identityPath: string): LinkSource {
  const { manifest } = input;
  const pack = isPackName(manifest.pack.name) ? PACKS[manifest.pack.name] : null;
  if (pack === null || pack.version !== manifest.pack.version) {
    throw fault(`upload ${input.uploadId} was made by a rule pack this linker does not know`);
  }
  return {
    uploadId: input.uploadId,
    sourceDigest: manifest.sourceDigest,
    relation: `read_parquet(${quoteText(identityPath)})`,
    series: `${input.organisation}/${input.kind}`,
    organisation: input.organisation,
    isUnderOthersReferences: input.kind === 'clearinghouse',
    pack,
    isOneRecordPerPerson: manifest.isOneRecordPerPerson,
    subjects: manifest.subjects,
    chanceAgreement: manifest.chanceAgreement,
    attributePresence: manifest.attributePresence,
  };
}

function isPackName(name: string): name is PackName {
  return Object.hasOwn(PACKS, name);
}
