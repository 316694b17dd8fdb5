import {
  getNamedType,
  isEnumType,
  typeFromAST,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';
import { inputTypes, partsOfInput } from './reachable-types';

/**
 * What an operation uses of a schema, as coordinates: `Type`, `Type.field`, `Type.field(argument:)`,
 * `Input.field`, `Enum.VALUE`, `@directive`. Of what its variables hold all is taken as used: their values
 * are not known.
 */
export function coordinatesUsed(document: DocumentNode, schema: GraphQLSchema): ReadonlySet<string> {
  const used = new Set<string>();
  const info = new TypeInfo(schema);
  const addType = (type: GraphQLNamedType | null | undefined): void => {
    if (type) used.add(type.name);
  };
  visit(
    document,
    visitWithTypeInfo(info, {
      Field({ name }) {
        addType(getNamedType(info.getType()));
        const parent = info.getParentType();
        if (!parent) return;
        used.add(parent.name);
        used.add(`${parent.name}.${name.value}`);
      },
      Argument({ name }) {
        const field = info.getFieldDef();
        const parent = info.getParentType();
        if (field && parent) used.add(`${parent.name}.${field.name}(${name.value}:)`);
        addType(getNamedType(info.getInputType()));
      },
      ObjectField({ name }) {
        const parent = getNamedType(info.getParentInputType());
        if (parent) used.add(`${parent.name}.${name.value}`);
        addType(parent);
      },
      EnumValue({ value }) {
        const type = getNamedType(info.getInputType());
        if (isEnumType(type)) used.add(`${type.name}.${value}`);
        addType(type);
      },
      NamedType({ name }) {
        used.add(name.value); // of a fragment's condition or a variable
      },
      Directive({ name }) {
        used.add(`@${name.value}`);
      },
      VariableDefinition({ type }) {
        addVariable(typeFromAST(schema, type), schema, used);
      },
    }),
  );
  return used;
}

function addVariable(type: ReturnType<typeof typeFromAST>, schema: GraphQLSchema, used: Set<string>): void {
  const named = getNamedType(type);
  if (!named) return;
  const held = new Set<string>();
  inputTypes(named, held);
  for (const name of held) {
    used.add(name);
    for (const part of partsOfInput(schema.getType(name))) used.add(`${name}.${part}`);
  }
}
