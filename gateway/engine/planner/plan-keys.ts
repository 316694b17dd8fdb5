import { Kind, visit, type DocumentNode, type FieldNode, type SelectionSetNode } from 'graphql';

/**
 * How a plan calls what a client calls otherwise. The planner adds fields of its own to what a client asks
 * for, under their own names, and knows fields by their response names alone, arguments or not: a client's
 * `weight: upc`, or `comments(limit: 1)`, would be sent on as the `weight` or the `comments` that is required.
 */
export interface PlanKeys {
  /** The response name of a client's field in the operation that is planned. */
  planKeyOf(field: FieldNode): string;
  clientKeyOf: ClientKeyOf;
}

/** The client's name for a key of the plan, in paths of errors. */
export type ClientKeyOf = (planKey: string) => string;

/** What a plan asks for by itself. */
export interface PlannerFields {
  readonly names: ReadonlySet<string>;
  /** The name that one has in the supergraph. */
  originalName(name: string): string;
}

const TYPENAME = '__typename';
const PREFIX = 'client_';

/** The document as it is planned, and how its keys are called for clients. */
export interface RenamedDocument extends PlanKeys {
  readonly document: DocumentNode;
}

/** Gives fields of an operation other response names where they would clash; few operations have such. */
export function withPlanKeys(
  document: DocumentNode,
  { names, originalName }: PlannerFields,
): RenamedDocument {
  function clashes(field: FieldNode): boolean {
    const key = keyOf(field);
    const isAnother = key !== field.name.value || (field.arguments ?? []).length > 0;
    return isAnother && (names.has(key) || key === TYPENAME);
  }
  const fields = fieldsOf(document);
  if (!fields.some(clashes)) return { document, planKeyOf: keyOf, clientKeyOf: originalName };

  const prefix = freePrefix([...names, ...fields.map(keyOf)]);
  const planKeyOf = (field: FieldNode): string => (clashes(field) ? prefix + keyOf(field) : keyOf(field));
  return {
    document: visit(document, {
      Field: (field) =>
        clashes(field) ? { ...field, alias: { kind: Kind.NAME, value: planKeyOf(field) } } : undefined,
    }),
    planKeyOf,
    clientKeyOf: (planKey) =>
      planKey.startsWith(prefix) ? planKey.slice(prefix.length) : originalName(planKey),
  };
}

function keyOf({ alias, name }: FieldNode): string {
  return (alias ?? name).value;
}

function fieldsOf({ definitions }: DocumentNode): readonly FieldNode[] {
  const fields: FieldNode[] = [];
  function add({ selections }: SelectionSetNode): void {
    for (const node of selections) {
      if (node.kind === Kind.FIELD) fields.push(node);
      if (node.kind !== Kind.FRAGMENT_SPREAD && node.selectionSet) add(node.selectionSet);
    }
  }
  for (const node of definitions) if ('selectionSet' in node) add(node.selectionSet);
  return fields;
}

/** One that no name begins with, of the client's or of the plan's own. */
function freePrefix(names: readonly string[]): string {
  let prefix = PREFIX;
  while (names.some((name) => name.startsWith(prefix))) prefix = `${prefix}_`;
  return prefix;
}
