/* global document, window */

/**
 * Asks again and again while the page is looked at. `refresh` resolves to the pause until the next time in
 * milliseconds; what is asked for by hand meanwhile is not asked twice at once.
 */
export function keepAsking(refresh) {
  let timer = null;
  let stopped = false;
  let running = null;

  function now() {
    window.clearTimeout(timer);
    running ??= refresh()
      .then((pauseMs) => {
        if (!stopped && document.visibilityState === 'visible') timer = window.setTimeout(now, pauseMs);
      })
      .finally(() => {
        running = null;
      });
    return running;
  }

  function onVisible() {
    if (document.visibilityState === 'visible') now();
    else window.clearTimeout(timer);
  }
  document.addEventListener('visibilitychange', onVisible);
  now();

  return {
    now,
    /** As `now`, but never content with an answer that was asked for before. */
    async afresh() {
      await running;
      await now();
    },
    isStopped: () => stopped,
    stop() {
      stopped = true;
      window.clearTimeout(timer);
      document.removeEventListener('visibilitychange', onVisible);
    },
  };
}
