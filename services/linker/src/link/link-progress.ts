export type LinkStep = 'nodes' | 'candidates' | 'patterns' | 'model' | 'persons';
export type LinkProgress = { readonly step: LinkStep; readonly done: number; readonly total: number };
