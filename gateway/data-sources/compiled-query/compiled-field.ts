import type {
  FieldNode,
  GraphQLField,
  GraphQLFieldResolver,
  GraphQLObjectType,
  GraphQLResolveInfo,
} from 'graphql';
import type { ExecutionContext } from 'graphql/execution/execute';
import type { Path } from 'graphql/jsutils/Path';
import type { ReadLeaf } from './leaf-reader';

/** What an error is told of, and whether null may stand in its place. */
export interface Nullable {
  readonly nodes: readonly FieldNode[];
  readonly isNonNull: boolean;
}

/** A field of a query, for objects of one type. */
export interface CompiledField extends Nullable {
  readonly key: string;
  readonly name: string;
  readonly parentType: GraphQLObjectType;
  readonly definition: GraphQLField<unknown, unknown>;
  readonly resolve: GraphQLFieldResolver<unknown, unknown> | null;
  /** For a field that is one scalar or enum value: it needs no place in the answer. */
  readonly readLeaf: ReadLeaf | null;
  readonly complete: Complete;
}

export type CompiledFields = readonly CompiledField[];

/** A field's place in the answer. */
export interface Place {
  readonly field: CompiledField;
  readonly path: Path;
  info: GraphQLResolveInfo | null;
}

/** What a value becomes in the answer; throws what is wrong with it. */
export type Complete = (value: unknown, path: Path, place: Place, execution: ExecutionContext) => unknown;
