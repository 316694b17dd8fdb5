import type { ApolloServerPlugin } from '@apollo/server';
import type { GraphQLError } from 'graphql';
import { isForClients } from './client-errors';
import type { RequestContext } from '../request-context';
import { log } from '../telemetry/log';

/** What a client doesn't get to read is written to the log, whole, where it happened. */
export function logUnexpected(
  errors: readonly GraphQLError[],
  where: string,
  requestId: string | undefined,
): void {
  for (const error of errors) {
    if (isForClients(error.extensions)) continue;
    const { message, path, originalError } = error;
    log.error({ where, requestId, path, stack: originalError?.stack ?? error.stack }, message);
  }
}

export function logUnexpectedErrors(where: string): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        didEncounterErrors: ({ errors, contextValue }) =>
          Promise.resolve(logUnexpected(errors, where, contextValue.requestId)),
      }),
  };
}
