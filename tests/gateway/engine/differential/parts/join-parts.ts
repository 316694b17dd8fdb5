import type { Answer } from '../../../../../subgraphs/http/executor';
import type { DeferredAnswer, LaterPart } from '../../../../../subgraphs/http/incremental/deferral-slot';

/** What a client has when the last part of an answer is there. */
export interface JoinedAnswer {
  readonly data: unknown;
  readonly errors: NonNullable<Answer['errors']>;
  /** The objects of which something that was deferred is null, as a whole. */
  readonly lost: readonly DeferredAnswer['path'][];
  /** How many came after the first. */
  readonly laterParts: number;
  /** What the parts themselves got wrong. */
  readonly problems: readonly string[];
}

/** Puts an answer together from its parts, as clients do. */
export function joinParts({ data, errors = [] }: Answer, parts: readonly LaterPart[]): JoinedAnswer {
  const joined: unknown = structuredClone(data);
  const lost: DeferredAnswer['path'][] = [];
  const problems: string[] = [];
  parts.forEach(({ answers, hasNext }, i) => {
    if (hasNext !== i < parts.length - 1) problems.push(`part ${i} says hasNext: ${hasNext}`);
    if (answers.length === 0) problems.push(`part ${i} tells nothing`);
    for (const { path, data: more } of answers) {
      const place = path.reduce<unknown>(
        (value, step) => (isContainer(value) ? Reflect.get(value, step) : undefined),
        joined,
      );
      if (!isContainer(place)) problems.push(`there is no object at ${JSON.stringify(path)}`);
      else if (more) merge(place, structuredClone(more));
      else lost.push(path);
    }
  });
  const told = parts.flatMap(({ answers }) => answers.flatMap((answer) => answer.errors ?? []));
  return { data: joined, errors: [...errors, ...told], lost, laterParts: parts.length, problems };
}

function merge(target: object, source: object): void {
  for (const [key, value] of Object.entries(source)) {
    const known: unknown = Object.hasOwn(target, key) ? Reflect.get(target, key) : undefined;
    if (isContainer(known) && isContainer(value)) merge(known, value);
    else
      Object.defineProperty(target, key, {
        value: value as unknown,
        writable: true,
        enumerable: true,
        configurable: true,
      });
  }
}

const isContainer = (value: unknown): value is object => typeof value === 'object' && value !== null;
