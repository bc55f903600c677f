import type { ErrorCode, UploadState } from '@credlink/contracts';

/**
 * The life of an upload.
 *
 *     receiving --commit--> validating --accept--> committed --supersede--> superseded
 *         |                  |      |                  |                        |
 *         |                  |      +--refuse--> refused                        |
 *         +----withdraw------+------withdraw-----------+-------withdraw---------+--> withdrawn
 *
 * `refused` and `withdrawn` are final. Only `committed` and `superseded` have files in the vault.
 */
export type UploadStatus =
  | { readonly state: 'receiving' }
  | { readonly state: 'validating' }
  | ({ readonly state: 'committed' } & CommittedFiles)
  | { readonly state: 'refused'; readonly refusalCode: ErrorCode; readonly finishedAt: Date }
  | ({ readonly state: 'superseded'; readonly supersededBy: string } & CommittedFiles)
  | { readonly state: 'withdrawn'; readonly finishedAt: Date };

export type CommittedFiles = {
  /** Names in the vault. */
  readonly identityFile: string;
  readonly factsFile: string;
  /** Check value of the vault key they are under. */
  readonly vaultKeyCheck: string;
  /** Rows set aside, by reason. */
  readonly quarantined: Readonly<Record<string, number>>;
  readonly finishedAt: Date;
};

export type UploadEvent = 'commit' | 'accept' | 'refuse' | 'supersede' | 'withdraw';

const TRANSITIONS: Readonly<Record<UploadState, Readonly<Partial<Record<UploadEvent, UploadState>>>>> = {
  receiving: { commit: 'validating', withdraw: 'withdrawn' },
  validating: { accept: 'committed', refuse: 'refused', withdraw: 'withdrawn' },
  committed: { supersede: 'superseded', withdraw: 'withdrawn' },
  superseded: { withdraw: 'withdrawn' },
  refused: {},
  withdrawn: {},
};

/** The state after an event, or null where the state forbids it. */
export function nextUploadState(state: UploadState, event: UploadEvent): UploadState | null {
  return TRANSITIONS[state][event] ?? null;
}

/** The states from which an event may happen: the guard of the UPDATE that makes it happen. */
export function uploadStatesBefore(event: UploadEvent): readonly UploadState[] {
  return (Object.keys(TRANSITIONS) as UploadState[]).filter((state) => event in TRANSITIONS[state]);
}
