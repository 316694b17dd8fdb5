import {
  isInterfaceType,
  isObjectType,
  parse,
  printType,
  validate,
  type DocumentNode,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';
import { apiSchemaOf } from './api-schema';
import { coordinatesUsed } from './operation-use';
import { schemaChanges } from './schema-changes';

/** An operation that clients are known to send. */
export interface RecordedOperation {
  readonly hash: string;
  readonly document: string;
}

/** Something that clients could do with the graph and can't do, or not in the same way, with the next one. */
export interface GraphBreakingChange {
  /** graphql-js's word for it, e.g. `FIELD_REMOVED`; `DEFAULT_REMOVED`; `OPERATION_REFUSED` for any other. */
  readonly kind: string;
  /** For example `TokoTaniOffer.origin`; empty for operations that are refused for no single change. */
  readonly coordinate: string;
  readonly message: string;
  /** How many of the recorded operations it hits. */
  readonly operations: number;
}

/**
 * What breaks for clients from one supergraph to the next, and how many of the operations that they send are
 * hit by each change. More types, fields, optional arguments and answers of an enum break nothing.
 */
export function findGraphBreakingChanges(
  oldSupergraphSdl: string,
  newSupergraphSdl: string,
  operations: readonly RecordedOperation[],
): readonly GraphBreakingChange[] {
  if (oldSupergraphSdl === newSupergraphSdl) return [];
  const before = apiSchemaOf(oldSupergraphSdl);
  const after = apiSchemaOf(newSupergraphSdl);
  const touched = touchedTypes(before, after);
  if (touched.size === 0) return [];
  const uses = operations.flatMap((operation) => useOf(operation, { before, after, touched }));
  const changes = schemaChanges(before, after);
  const unexplained = uses.filter(
    ({ used, refusal }) => refusal !== null && !changes.some(({ hits }) => hits(used, true)),
  );
  return [
    ...changes.map(({ kind, coordinate, message, hits }) => ({
      kind,
      coordinate,
      message,
      operations: uses.filter(({ used, refusal }) => hits(used, refusal !== null)).length,
    })),
    ...refusals(unexplained),
  ];
}

interface Use {
  readonly used: ReadonlySet<string>;
  /** Why the operation is refused from now on; null where it is not. */
  readonly refusal: string | null;
}

interface Comparison {
  readonly before: GraphQLSchema;
  readonly after: GraphQLSchema;
  readonly touched: ReadonlySet<string>;
}

/** Nothing for an operation that touches no change, or that was refused already. */
function useOf({ document }: RecordedOperation, { before, after, touched }: Comparison): readonly Use[] {
  const parsed = parseOperation(document);
  if (parsed === null) return [];
  const used = coordinatesUsed(parsed, before);
  if (![...used].some((coordinate) => touched.has(coordinate))) return [];
  if (validate(before, parsed, undefined, { maxErrors: 1 }).length > 0) return [];
  const [error] = validate(after, parsed, undefined, { maxErrors: 1 });
  return [{ used, refusal: error?.message ?? null }];
}

function parseOperation(document: string): DocumentNode | null {
  try {
    return parse(document, { noLocation: true });
  } catch {
    return null; // no server ever answered it
  }
}

/**
 * The types that are not as they were, and those that one of them is no possible type of any more: whether a
 * fragment can ever match depends on these.
 */
function touchedTypes(before: GraphQLSchema, after: GraphQLSchema): ReadonlySet<string> {
  const touched = new Set<string>();
  for (const type of Object.values(before.getTypeMap())) {
    const now = after.getType(type.name);
    if (now && printType(now) === printType(type)) continue;
    touched.add(type.name);
    const implementedNow = interfacesOf(now);
    for (const name of interfacesOf(type)) if (!implementedNow.includes(name)) touched.add(name);
  }
  return touched;
}

function interfacesOf(type: GraphQLNamedType | undefined): readonly string[] {
  return isObjectType(type) || isInterfaceType(type) ? type.getInterfaces().map(({ name }) => name) : [];
}

/** Operations may also be refused for what no change says by itself, e.g. two fields that no longer merge. */
function refusals(uses: readonly Use[]): readonly GraphBreakingChange[] {
  const counts = new Map<string, number>();
  for (const { refusal } of uses) {
    if (refusal !== null) counts.set(refusal, (counts.get(refusal) ?? 0) + 1);
  }
  return [...counts].map(([message, count]) => ({
    kind: 'OPERATION_REFUSED',
    coordinate: '',
    message,
    operations: count,
  }));
}
