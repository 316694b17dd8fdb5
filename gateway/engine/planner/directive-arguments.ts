import { Kind, type ConstDirectiveNode, type ConstValueNode } from 'graphql';

/** The value of a directive's argument; undefined where it isn't given. */
export function argumentOf(
  { arguments: given = [] }: ConstDirectiveNode,
  name: string,
): ConstValueNode | undefined {
  return given.find((argument) => argument.name.value === name)?.value;
}

export function textArgument(directive: ConstDirectiveNode, name: string): string | undefined {
  const value = argumentOf(directive, name);
  return value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : undefined;
}
