import type { GraphQLDataSource } from '@apollo/gateway';
import type { ErrorCode } from '../../adapters/core/errors';

const CODE: ErrorCode = 'UNAVAILABLE';

/** A subgraph that is not asked while it is suspended: its fields are null then, with an error that says so. */
export function suspendable(
  name: string,
  source: GraphQLDataSource,
  isSuspended: (name: string) => boolean,
): GraphQLDataSource {
  const answer = {
    errors: [{ message: 'This marketplace is suspended.', extensions: { code: CODE, serviceName: name } }],
  };
  return {
    process: (request) => (isSuspended(name) ? Promise.resolve(answer) : source.process(request)),
  };
}
