import type { FormattedExecutionResult } from 'graphql';
import type { Answer } from '../subgraphs/http/executor';

/** What is written for several clients, as soon as the first of them gets it: an answer that is nothing but its data. */
interface KeptText {
  text?: string;
}

/** On the data itself, where nobody looks: in a weak map the texts would stay until the whole heap is looked through. */
const TEXT = Symbol('text');
type Data = NonNullable<FormattedExecutionResult['data']> & { [TEXT]?: KeptText };

/** Says that an answer may be sent more than once: its data is then written as JSON once. */
export function keepText({ data }: Answer): void {
  const kept: Data | null | undefined = data;
  if (kept && !kept[TEXT]) Object.defineProperty(kept, TEXT, { value: {} });
}

/** An answer as JSON, in the order that GraphQL recommends: errors first, so that they are seen. */
export function answerText({ errors, data, ...rest }: FormattedExecutionResult): string {
  const kept = (data as Data | null | undefined)?.[TEXT];
  if (!kept) return JSON.stringify({ errors, data, ...rest });
  kept.text ??= JSON.stringify({ data });
  const member = (name: string, value: unknown): readonly string[] =>
    value === undefined ? [] : [`"${name}":${JSON.stringify(value)}`];
  const before = member('errors', errors);
  const after = Object.entries(rest).flatMap(([name, value]) => member(name, value));
  // Errors and extensions are each client's own.
  return before.length + after.length === 0
    ? kept.text
    : `{${[...before, kept.text.slice(1, -1), ...after].join(',')}}`;
}
