export type LinkStep = 'nodes' | 'candidates' | 'patterns' | 'model' | 'persons';
export type LinkProgress = { readonly step: LinkStep; readonly done: number; readonly total: number };

/** Progress of a run. One whose uploads have decoys links twice, and first without knowing which they are. */
export type RunLinkProgress = Omit<LinkProgress, 'step'> & {
  readonly step: LinkStep | `${LinkStep} (blind)`;
};
