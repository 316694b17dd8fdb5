import { GraphQLError, Kind, type ASTVisitor, type ValidationContext } from 'graphql';
import { DEFER } from './engine/deferral/defer-directive';

/** What an `@defer` has to be like, beside what its definition says; graphql-js has such rules from version 17 on. */
export function checkDefers(context: ValidationContext): ASTVisitor {
  const labels = new Set<string>();
  return {
    Directive(node) {
      if (node.name.value !== DEFER) return;
      const refuse = (problem: string): void =>
        context.reportError(new GraphQLError(problem, { nodes: node }));
      const type = context.getParentType();
      if (type && type === context.getSchema().getMutationType())
        refuse(
          "@defer can't be at the root of a mutation, whose fields are done one after another. Put it below.",
        );
      const label = node.arguments?.find(({ name }) => name.value === 'label')?.value;
      if (label === undefined || label.kind === Kind.NULL) return;
      if (label.kind !== Kind.STRING)
        return refuse('label: of an @defer has to be a text that is written out, not a variable.');
      if (labels.has(label.value))
        refuse(`label: "${label.value.slice(0, 60)}" is on several @defers. Give each its own, or none.`);
      labels.add(label.value);
    },
  };
}
