import { ApolloServerErrorCode } from '@apollo/server/errors';
import { ERROR_TABLE } from '../../adapters/core/errors';
import type { GraphQLFormattedError } from 'graphql';

/** Codes that a client may see as they are: Apollo's for the request itself, ours for what lies behind. */
const PUBLIC_CODES: ReadonlySet<unknown> = new Set<string>([
  ...Object.keys(ERROR_TABLE),
  ...Object.values(ApolloServerErrorCode).filter(
    (code) => code !== ApolloServerErrorCode.INTERNAL_SERVER_ERROR,
  ),
]);

/** Extensions that are ours to show. Whatever else a subgraph or a library attached stays here. */
const PUBLIC_EXTENSIONS = ['code', 'argument', 'marketplace', 'serviceName'] as const;

/** Was this error written for clients to read? */
export function isForClients(extensions: Readonly<Record<string, unknown>> | undefined): boolean {
  return PUBLIC_CODES.has(extensions?.['code']);
}

/**
 * What a client reads of an error. One with a code of the table was written for clients; any other is
 * a fault of ours or of a subgraph, whose words may hold hosts or statements: it is replaced.
 */
export function formatClientError(formatted: GraphQLFormattedError): GraphQLFormattedError {
  const { message, path, locations, extensions } = formatted;
  const where = { ...(path ? { path } : {}), ...(locations ? { locations } : {}) };
  if (!isForClients(extensions)) {
    return {
      ...where,
      message: 'Something went wrong on our side.',
      extensions: { code: 'INTERNAL_SERVER_ERROR' },
    };
  }
  const shown = PUBLIC_EXTENSIONS.filter((name) => extensions?.[name] !== undefined);
  return {
    ...where,
    message,
    extensions: Object.fromEntries(shown.map((name) => [name, extensions?.[name]])),
  };
}
