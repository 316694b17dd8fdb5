import {
  GraphQLBoolean,
  isInputType,
  isNonNullType,
  parseType,
  typeFromAST,
  type GraphQLSchema,
} from 'graphql';
import type { Variables } from '../engine-request';
import type { Random } from '../random';
import type { DraftVariable } from './draft';
import { drawValue } from './draw-input';

/** Values for an operation's variables: given, null, left out, and now and then of the wrong type. */
export function drawVariables(
  random: Random,
  variables: readonly DraftVariable[],
  schema: GraphQLSchema,
): Variables {
  const given = variables.flatMap(({ name, type: declared, defaultValue }) => {
    const type = typeFromAST(schema, parseType(declared));
    if (!isInputType(type)) throw new Error(`${declared} is no input type`);
    const mayMiss = !isNonNullType(type) || defaultValue !== null;
    if (mayMiss && random.chance(0.35)) return [];
    if (random.chance(0.01)) return [[name, { wrong: [true] }]];
    if (type === GraphQLBoolean && defaultValue !== null && random.chance(0.03)) return [[name, null]];
    // With a default beside it a null is no value where one is wanted, and fails wherever it arrives.
    const isGiven = defaultValue !== null || isNonNullType(type);
    const value =
      isGiven && !isNonNullType(type) ? (drawValue(random, type) ?? undefined) : drawValue(random, type);
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(given) as Variables;
}
