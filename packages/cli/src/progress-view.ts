import type { Progress } from '@credlink/contracts';
import { Presets, SingleBar } from 'cli-progress';
import { durationText } from './duration-text.ts';

/** Shows long work on standard error: a bar on a terminal, else one line per tenth. */
export type ProgressView = {
  show(progress: Progress): void;
  /** Ends the bar; call it before anything else is written. */
  end(): void;
};

export const SILENT: ProgressView = { show: () => undefined, end: () => undefined };

export function progressView(stream: NodeJS.WriteStream): ProgressView {
  return stream.isTTY === true ? barView(stream) : lineView((line) => void stream.write(`${line}\n`));
}

/** One line when a step begins and at each tenth of it; steps of unknown length say that they began and ended. */
export function lineView(write: (line: string) => void): ProgressView {
  let step = '';
  let tenth = -1;
  return {
    show(progress) {
      const share = progress.total === null || progress.total === 0 ? null : progress.done / progress.total;
      const now = share === null ? 0 : Math.floor(share * 10);
      if (progress.step !== step) {
        step = progress.step;
        tenth = -1;
      }
      if (now <= tenth) return;
      tenth = now;
      write(share === null ? `${step} ...` : `${step} ${now * 10} %${rest(progress)}`);
    },
    end: () => undefined,
  };
}

function rest({ secondsLeft, done, total }: Progress): string {
  return secondsLeft === null || done === total ? '' : `, ${durationText(secondsLeft)} left`;
}

function barView(stream: NodeJS.WriteStream): ProgressView {
  let step = '';
  let bar: SingleBar | null = null;
  const end = (): void => {
    bar?.stop();
    bar = null;
    step = '';
  };
  return {
    show(progress) {
      const total = progress.total ?? 0;
      if (progress.step !== step) {
        end();
        step = progress.step;
        bar = new SingleBar(
          {
            stream,
            format: '{step} [{bar}] {percentage} %{rest}',
            hideCursor: true,
            etaBuffer: 1,
            fps: 5,
          },
          Presets.rect,
        );
        bar.start(Math.max(total, 1), 0, { step: step.padEnd(24), rest: '' });
      }
      bar?.setTotal(Math.max(total, 1));
      bar?.update(Math.min(progress.done, Math.max(total, 1)), {
        step: step.padEnd(24),
        rest: rest(progress),
      });
    },
    end,
  };
}
