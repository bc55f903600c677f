import { normaliseIdentifiers, type Token, type Tokeniser } from '@credlink/tokens';
import type { Engine } from '@credlink/vault';
import { AgreementTally } from './agreement-tally.ts';
import { IdentifierTally } from './identifier-tally.ts';
import { parseIdentityText } from './identity-text.ts';
import { pageTable } from './page-table.ts';
import { type OnProgress, progressMeter } from './progress-meter.ts';

/** Where tokens go. */
export type TokenSink = {
  add(subjectId: bigint, token: Token): void;
  /** Called between pages, when the engine is free. */
  flush(): Promise<void>;
};

export type TokenSurvey = {
  readonly identifiers: IdentifierTally;
  readonly agreement: AgreementTally;
  readonly tokensByRule: ReadonlyMap<number, number>;
  /** Subjects with no token at all: they can never be linked. */
  readonly subjectsWithoutToken: number;
};

export type MakeTokensOptions = {
  /** Table with subject_id, identity, row_count and, where SSN rules apply, ssn_evaluation. */
  readonly table: string;
  readonly hasEvaluations: boolean;
  /** Null for kinds without persons: nothing is made. */
  readonly tokeniser: Tokeniser | null;
  readonly subjects: number;
  readonly today: string;
  /** What stands for the evaluation of an SSN where none was asked for; null: SSN rules are silent. */
  readonly evaluationStandIn: Uint8Array | null;
  readonly sink: TokenSink;
  readonly onProgress: OnProgress;
  readonly signal?: AbortSignal | undefined;
};

/** Normalises every subject once and makes its tokens; counts on the way what the pre-flight report and the manifest state. */
export async function makeTokens(engine: Engine, options: MakeTokensOptions): Promise<TokenSurvey> {
  const { tokeniser, today, sink, signal } = options;
  const identifiers = new IdentifierTally();
  const agreement = new AgreementTally();
  const tokensByRule = new Map<number, number>();
  let subjectsWithoutToken = 0;
  const survey = (): TokenSurvey => ({ identifiers, agreement, tokensByRule, subjectsWithoutToken });
  if (tokeniser === null) return survey();

  const meter = progressMeter('make tokens', options.subjects, options.onProgress);
  const columns = [
    'subject_id',
    'identity',
    'row_count',
    ...(options.hasEvaluations ? ['ssn_evaluation'] : []),
  ];
  for await (const [ids = [], identities = [], rows = [], evaluations = []] of pageTable(
    engine,
    options.table,
    columns,
  )) {
    for (let index = 0; index < ids.length; index += 1) {
      const record = normaliseIdentifiers(parseIdentityText(String(identities[index])), today);
      identifiers.add(record, Number(rows[index]));
      agreement.add(record);
      const evaluation = evaluationOf(evaluations[index], record.ssn, options.evaluationStandIn);
      const tokens = tokeniser.tokensOf(record, evaluation);
      if (tokens.length === 0) subjectsWithoutToken += 1;
      const subjectId = ids[index];
      if (typeof subjectId !== 'bigint') throw new TypeError('subject ids are 64-bit integers');
      for (const token of tokens) {
        tokensByRule.set(token.code, (tokensByRule.get(token.code) ?? 0) + 1);
        sink.add(subjectId, token);
      }
      if (index % 1024 === 0) {
        signal?.throwIfAborted();
        // Gives timers and signals their turn: the loop would hold the thread for a whole page.
        await new Promise<void>((resolve) => setImmediate(resolve));
      }
      meter.add(1);
    }
    await sink.flush();
  }
  meter.finish();
  return survey();
}

function evaluationOf(stored: unknown, ssn: string | null, standIn: Uint8Array | null): Uint8Array | null {
  if (stored instanceof Uint8Array) return stored;
  return ssn === null ? null : standIn;
}
