import { GraphQLError } from 'graphql';

/** What a client sent is wrong: names the argument, what is wrong with it, and what would be right. */
export function inputError(argument: string, problem: string): GraphQLError {
  return new GraphQLError(`${argument}: ${problem}`, { extensions: { code: 'INVALID_INPUT', argument } });
}
