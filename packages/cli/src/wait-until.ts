import { wait } from '@credlink/client';
import type { Progress } from '@credlink/contracts';
import type { Session } from './session.ts';

const FIRST_POLL_MILLISECONDS = 300;
const LONGEST_POLL_MILLISECONDS = 2000;

type Watched = { readonly progress: Progress | null };

/** Asks until the work is over, showing the service's own progress. */
export async function waitUntil<T extends Watched>(
  { progress, terminal }: Session,
  ask: () => Promise<T>,
  isOver: (view: T) => boolean,
): Promise<T> {
  for (let pause = FIRST_POLL_MILLISECONDS; ; pause = Math.min(pause * 1.3, LONGEST_POLL_MILLISECONDS)) {
    const view = await ask();
    if (isOver(view)) {
      progress.end();
      return view;
    }
    progress.show(view.progress ?? { step: 'queued', done: 0, total: null, secondsLeft: null });
    await wait(pause, terminal.signal);
  }
}
