import { ApolloServerErrorCode } from '@apollo/server/errors';
import { GraphQLError } from 'graphql';

/**
 * Why an operation has no answer whose `@skip`s and `@include`s are given null; null where none is. A variable with
 * a default may stand there though it is nullable, and an explicit null is no reason to take the default: for
 * GraphQL it is an error. Refused at once, as it is for a variable that is non-null itself: subgraphs that are sent
 * the variable would each tell it in a place of their own.
 */
export function nullCondition(
  conditions: readonly string[],
  given: Readonly<Record<string, unknown>>,
): GraphQLError | null {
  const variable = conditions.find((name) => Object.hasOwn(given, name) && given[name] === null);
  return variable === undefined
    ? null
    : new GraphQLError(`Variable "$${variable}" of an argument "if" of type "Boolean!" must not be null.`, {
        extensions: { code: ApolloServerErrorCode.BAD_USER_INPUT },
      });
}
