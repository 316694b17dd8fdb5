import type { ErrorCode } from '../../adapters/core/errors';
import { isBegun, type SubgraphAnswer } from './data-source';
import { mapEvents, NO_MORE } from '../../subgraphs/http/subscriptions/map-events';
import type { ClosableDataSource } from './reused';

const CODE: ErrorCode = 'UNAVAILABLE';

/** A subgraph that is not asked while it is suspended: its fields are null then, with an error that says so. */
export function suspendable(
  name: string,
  source: ClosableDataSource,
  isSuspended: (name: string) => boolean,
): ClosableDataSource {
  const answer: SubgraphAnswer = {
    errors: [{ message: 'This marketplace is suspended.', extensions: { code: CODE, serviceName: name } }],
  };

  const { subscribe } = source;
  return {
    ...source,
    close: () => source.close?.(),
    process: (asked) => (isSuspended(name) ? Promise.resolve(answer) : source.process(asked)),
    ...(subscribe && {
      async subscribe(asked) {
        if (isSuspended(name)) return answer;
        const begun = await subscribe(asked);
        // What is under way ends with the first event that is not to be told.
        return !isBegun(begun) ? begun : mapEvents(begun, (event) => (isSuspended(name) ? NO_MORE : event));
      },
    }),
  };
}
