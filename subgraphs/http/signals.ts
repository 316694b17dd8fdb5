/** npm passes Ctrl-C on to what it runs, and the terminal sends it there too: two signals, one wish. */
const SAME_WISH_MS = 1_000;

/** Closes on Ctrl-C or termination, then leaves; another one later on leaves at once. */
export function closeOnSignal(close: () => Promise<void>): void {
  let closingSince: number | null = null;
  const stop = (): void => {
    if (closingSince !== null) {
      if (performance.now() - closingSince > SAME_WISH_MS) process.exit(130);
      return;
    }
    closingSince = performance.now();
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`could not stop cleanly: ${String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}
