import { MultiBar, Presets, type SingleBar } from 'cli-progress';
import type { IndexProgress } from '../../subgraphs/catalogue/indexing/indexer';

/** Shows how each marketplace's index fills: bars on a terminal, plain lines elsewhere. */
export interface ProgressDisplay {
  show(progress: IndexProgress): void;
  stop(): void;
}

export function createProgressDisplay(stream: NodeJS.WriteStream): ProgressDisplay {
  return stream.isTTY ? bars(stream) : lines(stream);
}

/** Full when every feed is read; with one feed, by its records. */
export function shareDone({ read, total, feedsDone, feeds }: IndexProgress): number {
  if (feeds > 0 && feedsDone >= feeds) return 1;
  const share = feeds > 1 ? feedsDone / feeds : total > 0 ? read / total : 0;
  return Math.min(0.99, share);
}

const WIDTH = 16;

function bars(stream: NodeJS.WriteStream): ProgressDisplay {
  const all = new MultiBar(
    {
      stream,
      format: '  {name} {bar} {percentage} %  {read} offers',
      hideCursor: true,
      clearOnComplete: false,
    },
    Presets.shades_classic,
  );
  const known = new Map<string, SingleBar>();
  return {
    show(progress) {
      const bar =
        known.get(progress.marketplace) ??
        all.create(100, 0, { name: progress.marketplace.padEnd(WIDTH), read: 0 });
      known.set(progress.marketplace, bar);
      bar.update(Math.floor(shareDone(progress) * 100), { read: progress.read.toLocaleString('en') });
    },
    stop: () => all.stop(),
  };
}

/** A line per tenth, so that a log stays readable. */
function lines(stream: NodeJS.WriteStream): ProgressDisplay {
  const shown = new Map<string, number>();
  return {
    show(progress) {
      const tenths = Math.floor(shareDone(progress) * 10);
      if (shown.get(progress.marketplace) === tenths) return;
      shown.set(progress.marketplace, tenths);
      const state = tenths === 10 ? 'indexed ' : 'indexing';
      stream.write(
        `${state} ${progress.marketplace.padEnd(WIDTH)} ${tenths * 10} %  ${progress.read} offers\n`,
      );
    },
    stop: () => undefined,
  };
}
