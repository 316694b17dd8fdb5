import {
  GraphQLError,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';
import { collectSubfields } from 'graphql/execution/collectFields';
import { getFieldDef } from 'graphql/execution/execute';
import { inspect } from 'graphql/jsutils/inspect';
import { completeAbstract } from './complete-abstract';
import { completeList } from './complete-list';
import type { Complete, CompiledField, CompiledFields } from './compiled-field';
import { executeFields, infoOf } from './execute-fields';
import { leafReader } from './leaf-reader';
import { isPromise } from './field-errors';

/** What says which fields are selected: variables are those of `@skip` and `@include` alone. */
export interface Selecting {
  readonly schema: GraphQLSchema;
  readonly fragments: Record<string, FragmentDefinitionNode>;
  readonly variables: Record<string, unknown>;
}

export function compileFields(
  selecting: Selecting,
  parentType: GraphQLObjectType,
  selected: ReadonlyMap<string, readonly FieldNode[]>,
): CompiledFields {
  return [...selected].flatMap(([key, nodes]) => {
    const [node] = nodes;
    const definition = node && getFieldDef(selecting.schema, parentType, node);
    return definition ? [compileField(selecting, parentType, { key, nodes, definition })] : [];
  });
}

function compileField(
  selecting: Selecting,
  parentType: GraphQLObjectType,
  { key, nodes, definition }: Pick<CompiledField, 'key' | 'nodes' | 'definition'>,
): CompiledField {
  const { name, type, resolve = null } = definition;
  const place = `${parentType.name}.${name}`;

  function compile(of: GraphQLOutputType): Complete {
    if (isNonNullType(of)) {
      const complete = compile(of.ofType);
      return (...value) => notNull(complete(...value), place);
    }
    if (isListType(of))
      return completeList(compile(of.ofType), { nodes, isNonNull: isNonNullType(of.ofType) }, place);
    if (isLeafType(of)) return leafReader(of);
    if (isAbstractType(of)) return completeAbstract(selecting.schema, of, place, compileObject);
    return compileObject(of);
  }

  function compileObject(of: GraphQLObjectType): Complete {
    let known: CompiledFields | null = null;
    const fields = (): CompiledFields =>
      (known ??= compileFields(
        selecting,
        of,
        collectSubfields(selecting.schema, selecting.fragments, selecting.variables, of, [...nodes]),
      ));
    return (value, path, at, execution) => {
      if (value === null || value === undefined) return null;
      if (value instanceof Error) throw value;
      const isOfType = of.isTypeOf?.(value, execution.contextValue, infoOf(at, execution)) ?? true;
      const complete = (is: boolean): unknown => {
        if (!is) throw new GraphQLError(`Expected value of type "${of.name}" but got: ${inspect(value)}.`);
        return executeFields(value, fields(), path, execution);
      };
      return isPromise(isOfType) ? isOfType.then(complete) : complete(isOfType);
    };
  }

  const inner = isNonNullType(type) ? type.ofType : type;
  const leaf = isLeafType(inner) ? leafReader(inner) : null;
  return {
    key,
    name,
    nodes,
    parentType,
    definition,
    resolve,
    isNonNull: isNonNullType(type),
    readLeaf: leaf && (isNonNullType(type) ? (value) => notNull(leaf(value), place) : leaf),
    complete: compile(type),
  };
}

function notNull(completed: unknown, place: string): unknown {
  if (completed === null) throw new Error(`Cannot return null for non-nullable field ${place}.`);
  return completed;
}
