import type { SubgraphAnswer, SubgraphRequest } from '../../data-sources/data-source';
import { ENTITIES, REPRESENTATIONS } from '../../data-sources/entity-fetch';
import { representationKey, type Representation } from '../plan/representation';

/** Fetches that differ in their entities alone, as one; and where each finds its own in the answer. */
export interface UnitedFetch<Member> {
  readonly request: SubgraphRequest & { readonly variables: Readonly<Record<string, unknown>> };
  readonly members: readonly (readonly [member: Member, indices: readonly number[]])[];
}

interface Member {
  readonly request: SubgraphRequest;
}

/** Each entity is asked for once, even if several fetches ask for it. */
export function uniteFetches<One extends Member>(waiting: readonly One[]): readonly UnitedFetch<One>[] {
  const byQuestion = new Map<string, One[]>();
  for (const one of waiting) {
    const { variables } = one.request;
    const { [REPRESENTATIONS]: _, ...others } = variables ?? {};
    const key = `${withoutName(one.request)}\n${JSON.stringify(others)}`;
    const same = byQuestion.get(key);
    if (same) same.push(one);
    else byQuestion.set(key, [one]);
  }
  return [...byQuestion.values()].map(unite);
}

/** The planner names each fetch of an operation differently. */
function withoutName({ query, operationName }: SubgraphRequest): string {
  const named = `query ${operationName}`;
  return operationName !== undefined && query.startsWith(named) ? query.slice(named.length) : query;
}

function unite<One extends Member>(same: readonly One[]): UnitedFetch<One> {
  const representations: Representation[] = [];
  const known = new Map<string, number>();
  const members = same.map((one) => {
    const indices = representationsIn(one.request).map((representation) => {
      const key = representationKey(representation);
      const before = known.get(key);
      if (before !== undefined) return before;
      known.set(key, representations.length);
      return representations.push(representation) - 1;
    });
    return [one, indices] as const;
  });
  const [{ request }] = same as readonly [One, ...One[]];
  return {
    request: { ...request, variables: { ...request.variables, [REPRESENTATIONS]: representations } },
    members,
  };
}

export function representationsIn({ variables }: SubgraphRequest): readonly Representation[] {
  return (variables?.[REPRESENTATIONS] ?? []) as readonly Representation[];
}

/**
 * One member's part of an answer to as many entities as `asked`, as if it had asked alone. A list of another length
 * is nobody's: which entity is whose can't be told, and an empty one lets every member notice.
 */
export function memberAnswer(
  { data, errors, ...rest }: SubgraphAnswer,
  { indices, asked }: { readonly indices: readonly number[]; readonly asked: number },
): SubgraphAnswer {
  const entities = data?.[ENTITIES];
  const own = Array.isArray(entities) && entities.length === asked ? indices : [];
  return {
    ...rest,
    ...(Array.isArray(entities)
      ? { data: { [ENTITIES]: own.map((index): unknown => entities[index]) } }
      : data === undefined
        ? {}
        : { data }),
    ...(errors && { errors: errors.flatMap((error) => memberErrors(error, indices)) }),
  };
}

type FormattedError = NonNullable<SubgraphAnswer['errors']>[number];

/** An error that is no entity's is everybody's. */
function memberErrors(error: FormattedError, indices: readonly number[]): readonly FormattedError[] {
  const [field, index, ...below] = error.path ?? [];
  if (field !== ENTITIES || typeof index !== 'number') return [error];
  const own = indices.indexOf(index);
  return own === -1 ? [] : [{ ...error, path: [field, own, ...below] }];
}
