import type { FormattedExecutionResult } from 'graphql';
import type { Answer } from '../subgraphs/http/executor';

/** What is written of data that several clients get, as soon as the first of them gets it. */
interface KeptText {
  data?: string;
  /** The answer that is nothing but this data: one text, which is laid out in memory once. */
  alone?: string;
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
  kept.data ??= JSON.stringify(data);
  const member = (name: string, value: unknown): readonly string[] =>
    value === undefined ? [] : [`"${name}":${JSON.stringify(value)}`];
  const before = member('errors', errors);
  const after = Object.entries(rest).flatMap(([name, value]) => member(name, value));
  if (before.length + after.length === 0) return (kept.alone ??= `{"data":${kept.data}}`);
  return `{${[...before, `"data":${kept.data}`, ...after].join(',')}}`;
}
