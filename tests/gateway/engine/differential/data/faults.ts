import { GraphQLError } from 'graphql';

/** What goes wrong at a place: drawn from the place's hash, the same whoever asks. */
export type Fault = 'error' | 'null' | null;

/** Per thousand. */
const ERRORS = 15;
const NULLS = { nullable: 80, nonNull: 6 } as const;

export function faultAt(hash: number, isNullable: boolean): Fault {
  const roll = hash % 1_000;
  if (roll < ERRORS) return 'error';
  return roll < ERRORS + (isNullable ? NULLS.nullable : NULLS.nonNull) ? 'null' : null;
}

/** An error as a resolver makes it: with a code of its own, with one of Apollo's, or with none. */
export function errorAt(place: string, hash: number): Error {
  const message = `${place} is out of order`;
  const codes = ['SOURCE_UNAVAILABLE', 'INTERNAL_SERVER_ERROR', 'INVALID_GRAPHQL'] as const;
  const code = codes[hash % 5];
  if (code === undefined) return new Error(message);
  return new GraphQLError(message, { extensions: { code, details: { roll: hash % 3 } } });
}
