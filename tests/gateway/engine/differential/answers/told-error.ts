/** An error as a client is told it. */
export interface ToldError {
  readonly message: string;
  readonly path: readonly (string | number)[] | null;
  readonly extensions: Readonly<Record<string, unknown>>;
}

export interface ToldAnswer {
  /** Null where there is none, and no text at all where the answer has no `data`. */
  readonly data: string | null;
  readonly errors: readonly ToldError[];
  /** What the reference tells of values that its schema forbids, where no subgraph told of an error. */
  readonly valueCompletion: readonly ToldError[];
}

interface AnyError {
  readonly message: string;
  readonly path?: readonly (string | number)[] | undefined;
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
}

interface AnyAnswer {
  readonly data?: unknown;
  readonly errors?: readonly AnyError[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** In a list of the schema's directives: the reference doesn't know it. */
const DEFER = '{"name":"defer"},';

export function toldAnswer({ data, errors = [], extensions = {} }: AnyAnswer): ToldAnswer {
  const { valueCompletion = [] } = extensions as { valueCompletion?: readonly AnyError[] };
  return {
    data: data === undefined ? null : JSON.stringify(data).replace(DEFER, ''),
    errors: errors.map(toldError),
    valueCompletion: valueCompletion.map(toldError),
  };
}

function toldError({ message, path, extensions }: AnyError): ToldError {
  const told = JSON.parse(JSON.stringify(extensions ?? {})) as Record<string, unknown>;
  // The engine asks for an entity once, the reference as often as it stands in the answer.
  const uncounted = message.replace(/ to contain \d+ elements$/, ' to contain as many elements');
  return { message: uncounted, path: path ? [...path] : null, extensions: told };
}

/** Made by an engine as it completed values, not told by a subgraph: by Pasar's, by the reference. */
export const isCompletionError = ({ extensions }: ToldError): boolean =>
  (extensions['code'] === 'BAD_RESPONSE' || extensions['code'] === 'INVALID_GRAPHQL') &&
  extensions['serviceName'] === undefined;

/** Of the engine, where an object is expected and something else came. */
export const isNoObject = ({ message }: ToldError): boolean => message.endsWith(' is no object.');
