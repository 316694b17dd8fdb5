import type { FormattedExecutionResult, GraphQLError } from 'graphql';
import { formatClientError } from './client-errors';
import { logUnexpected } from './unexpected-errors';

/**
 * What a client reads of an answer that doesn't go Apollo Server's way, which formats the errors of single
 * answers only.
 */
export function formatAnswer(
  {
    data,
    errors,
    extensions,
  }: Pick<FormattedExecutionResult, 'data' | 'extensions'> & { readonly errors?: readonly GraphQLError[] },
  where: string,
  requestId: string | undefined,
): FormattedExecutionResult {
  if (errors) logUnexpected(errors, where, requestId);
  return {
    ...(data === undefined ? {} : { data }),
    ...(errors ? { errors: errors.map((error) => formatClientError({ ...error.toJSON() })) } : {}),
    ...(extensions ? { extensions } : {}),
  };
}
