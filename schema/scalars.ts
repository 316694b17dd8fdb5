import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import { GraphQLDateTimeISO } from 'graphql-scalars';
import { parseDecimal } from '../adapters/core/decimal';

/** Money and quantities on the wire: text, so that no client's JSON parser turns them into floats. */
export const DecimalScalar = new GraphQLScalarType({
  name: 'Decimal',
  description:
    'An exact decimal number as text, for example "334180.55". Money is in whole units of its currency, never in cents. As input, text or an integer.',
  serialize: (value) => String(value),
  parseValue: (value) =>
    readDecimal(typeof value === 'string' || Number.isInteger(value) ? String(value) : null),
  parseLiteral: (node) =>
    readDecimal(node.kind === Kind.STRING || node.kind === Kind.INT ? node.value : null),
});

function readDecimal(text: string | null): string {
  const parsed = text === null ? null : parseDecimal(text);
  if (parsed === null)
    // A text in a query, which validation doesn't look into, is met only when the field is executed.
    throw new GraphQLError('Decimal must be a plain decimal number as text, for example "12500.50".', {
      extensions: { code: 'BAD_USER_INPUT' },
    });
  return parsed;
}

export const DateTimeScalar = new GraphQLScalarType({
  ...GraphQLDateTimeISO.toConfig(),
  name: 'DateTime',
  description: 'An instant in ISO 8601, for example 2026-11-22T08:00:00.000Z.',
});
