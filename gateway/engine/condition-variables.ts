import { Kind, visit, type DefinitionNode } from 'graphql';

/** The variables of `@skip`s and `@include`s, whatever else decides whether these count. */
export function conditionVariables(definitions: readonly DefinitionNode[]): readonly string[] {
  const names = new Set<string>();
  for (const definition of definitions)
    visit(definition, {
      Directive({ name, arguments: given = [] }) {
        if (name.value !== 'skip' && name.value !== 'include') return;
        for (const { value } of given) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
      },
    });
  return [...names];
}
