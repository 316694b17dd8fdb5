import type { FormattedExecutionResult } from 'graphql';
import type { Answer } from '../subgraphs/http/executor';

/** What is written of data that several clients get, as soon as the first of them gets it. */
interface KeptText {
  data?: string;
  /** The answer that is nothing but this data: one text, which is laid out in memory once. */
  alone?: string;
}

const texts = new WeakMap<object, KeptText>();

/** Says that an answer may be sent more than once: its data is then written as JSON once. */
export function keepText({ data }: Answer): void {
  if (data && !texts.has(data)) texts.set(data, {});
}

/** An answer as JSON, in the order that GraphQL recommends: errors first, so that they are seen. */
export function answerText({ errors, data, ...rest }: FormattedExecutionResult): string {
  const kept = data && texts.get(data);
  if (!kept) return `${JSON.stringify({ errors, data, ...rest })}\n`;
  kept.data ??= JSON.stringify(data);
  const member = (name: string, value: unknown): readonly string[] =>
    value === undefined ? [] : [`"${name}":${JSON.stringify(value)}`];
  const before = member('errors', errors);
  const after = Object.entries(rest).flatMap(([name, value]) => member(name, value));
  if (before.length + after.length === 0) return (kept.alone ??= `{"data":${kept.data}}\n`);
  return `{${[...before, `"data":${kept.data}`, ...after].join(',')}}\n`;
}
