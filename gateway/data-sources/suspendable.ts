import type { ErrorCode } from '../../adapters/core/errors';
import type { ClosableDataSource } from './reused';

const CODE: ErrorCode = 'UNAVAILABLE';

/** A subgraph that is not asked while it is suspended: its fields are null then, with an error that says so. */
export function suspendable(
  name: string,
  source: ClosableDataSource,
  isSuspended: (name: string) => boolean,
): ClosableDataSource {
  const answer = {
    errors: [{ message: 'This marketplace is suspended.', extensions: { code: CODE, serviceName: name } }],
  };
  return {
    close: () => source.close?.(),
    process: (request) => (isSuspended(name) ? Promise.resolve(answer) : source.process(request)),
  };
}
