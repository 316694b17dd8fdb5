import {
  GraphQLError,
  Kind,
  OperationTypeNode,
  visit,
  type DefinitionNode,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { collectFields } from 'graphql/execution/collectFields';
import { buildExecutionContext, type ExecutionArgs, type ExecutionContext } from 'graphql/execution/execute';
import { conditionVariables } from '../../engine/condition-variables';
import { compileFields } from './compile-fields';
import type { CompiledFields } from './compiled-field';
import { executeFields } from './execute-fields';
import { isPromise, type MaybePromise } from './field-errors';

/** As graphql-js executes: schema and document are those that a query was compiled for. */
export type ExecuteQuery = (args: ExecutionArgs) => MaybePromise<ExecutionResult>;

/** Assignments of the variables in `@skip`s and `@include`s whose fields are kept; a plan has few. */
const ASSIGNMENTS_KEPT = 32;

/**
 * A query, ready to be executed any number of times over one schema: what is the same each time is worked out
 * once, fields that are only read cost a read. The document has to be valid. It answers as `execute` of graphql-js
 * does, errors in the order in which they came; null for what is left to that: mutations and introspection.
 */
export function compileQuery(schema: GraphQLSchema, document: DocumentNode): ExecuteQuery | null {
  const rootType = schema.getQueryType();
  if (!rootType || !isPlainQuery(document)) return null;
  const conditions = conditionVariables(document.definitions);
  const known = new Map<string, CompiledFields>();

  function fieldsFor(root: GraphQLObjectType, execution: ExecutionContext): CompiledFields {
    const { variableValues, fragments, operation } = execution;
    const variables = Object.fromEntries(conditions.map((name) => [name, variableValues[name]]));
    const key = JSON.stringify(variables);
    const before = known.get(key);
    if (before) return before;
    const selected = collectFields(schema, fragments, variables, root, operation.selectionSet);
    const fields = compileFields({ schema, fragments, variables }, root, selected);
    if (known.size >= ASSIGNMENTS_KEPT) known.clear();
    known.set(key, fields);
    return fields;
  }

  return ({ contextValue, variableValues }) => {
    const execution = buildExecutionContext({ schema, document, contextValue, variableValues });
    if (!('schema' in execution)) return { errors: execution };
    const answer = (data: Record<string, unknown> | null): ExecutionResult => {
      const { errors } = execution.collectedErrors;
      return errors.length === 0 ? { data } : { errors, data };
    };
    const fail = (error: unknown): ExecutionResult => {
      execution.collectedErrors.add(error as GraphQLError, undefined);
      return answer(null);
    };
    try {
      const data = executeFields(undefined, fieldsFor(rootType, execution), undefined, execution);
      return isPromise(data) ? data.then(answer, fail) : answer(data);
    } catch (error) {
      return fail(error);
    }
  };
}

/** One query that doesn't ask of the schema itself. */
function isPlainQuery({ definitions }: DocumentNode): boolean {
  const operations = definitions.flatMap((node) =>
    node.kind === Kind.OPERATION_DEFINITION ? [node.operation] : [],
  );
  const [only, ...others] = operations;
  return only === OperationTypeNode.QUERY && others.length === 0 && !definitions.some(asksOfSchema);
}

function asksOfSchema(definition: DefinitionNode): boolean {
  const asked = new Set<string>();
  visit(definition, { Field: ({ name }) => void asked.add(name.value) });
  return asked.has('__schema') || asked.has('__type');
}
