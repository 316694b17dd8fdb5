import { Kind, parse } from 'graphql';

/** Types that an interface or a union has in one subgraph and lacks in another. */
export function unevenTypes(subgraphs: readonly { readonly sdl: string }[]): ReadonlySet<string> {
  const known = new Map<string, ReadonlySet<string>>();
  const uneven = new Set<string>();
  for (const { sdl } of subgraphs)
    for (const [abstract, types] of typesOfAbstract(sdl)) {
      const others = known.get(abstract) ?? types;
      for (const type of [...types, ...others]) if (!types.has(type) || !others.has(type)) uneven.add(type);
      known.set(abstract, new Set([...types, ...others]));
    }
  return uneven;
}

function typesOfAbstract(sdl: string): ReadonlyMap<string, ReadonlySet<string>> {
  const types = new Map<string, Set<string>>();
  function add(abstract: string, names: readonly string[]): void {
    types.set(abstract, new Set([...(types.get(abstract) ?? []), ...names]));
  }
  for (const node of parse(sdl).definitions) {
    if (node.kind === Kind.INTERFACE_TYPE_DEFINITION) add(node.name.value, []);
    if (node.kind === Kind.UNION_TYPE_DEFINITION)
      add(
        node.name.value,
        (node.types ?? []).map(({ name }) => name.value),
      );
    if (node.kind === Kind.OBJECT_TYPE_DEFINITION)
      for (const { name } of node.interfaces ?? []) add(name.value, [node.name.value]);
  }
  return types;
}
