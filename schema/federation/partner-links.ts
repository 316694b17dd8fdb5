import { Kind, valueFromASTUntyped, type ConstDirectiveNode } from 'graphql';
import { isFederationDirective, isMachineryType } from './federation-machinery';
import type { SdlType } from './sdl-types';
import { FEDERATION_LINK } from './starter-subgraph';
import { problem, type SubgraphCheck, type SubgraphProblem } from './subgraph-problem';

const FEDERATION_2 = /^https:\/\/specs\.apollo\.dev\/federation\/v2\.\d{1,3}$/;
const LINK_ITSELF = 'https://specs.apollo.dev/link/v1.0';
const PLAIN_IMPORT = /^@?[A-Za-z]\w*$/;

/** The SDL is of Federation 2, under the names that the specification gives, and of nothing beyond it. */
export const checkLinks: SubgraphCheck = ({ document }) => {
  const onSchema = document.definitions.flatMap((node) =>
    node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION
      ? (node.directives ?? [])
      : [],
  );
  const links = onSchema.filter(({ name }) => name.value === 'link').map(argumentsOf);
  const others = onSchema.filter(({ name }) => name.value !== 'link');
  const isFederation2 = links.some(({ url }) => FEDERATION_2.test(String(url)));
  return [
    ...(isFederation2
      ? []
      : [problem('schema', 'is not a Federation 2 subgraph', `Begin the SDL with: ${FEDERATION_LINK}`)]),
    ...links.flatMap(checkLink),
    ...others.map(({ name }) =>
      problem('schema', `carries @${name.value}`, 'Leave it out; the schema may carry @link alone.'),
    ),
  ];
};

function checkLink(link: Readonly<Record<string, unknown>>): readonly SubgraphProblem[] {
  const { url, as, import: imported = [] } = link;
  if (url === LINK_ITSELF) return [];
  if (!FEDERATION_2.test(String(url))) {
    const remedy = "Leave that @link out; a partner's subgraph links to Federation 2 alone.";
    return [problem('schema', `links to ${shown(url)}, which Pasar does not know`, remedy)];
  }
  const renamed = (Array.isArray(imported) ? (imported as unknown[]) : [imported]).filter(
    (name) => typeof name !== 'string' || !PLAIN_IMPORT.test(name),
  );
  return as === undefined && renamed.length === 0
    ? []
    : [
        problem(
          'schema',
          'gives Federation, or a directive of it, another name',
          `Import directives under their own names: ${FEDERATION_LINK}`,
        ),
      ];
}

/**
 * Of Federation's directives a partner needs `@key`. The others would move fields of Pasar or of another
 * partner, hide them, or change who may read them.
 */
export const checkDirectives: SubgraphCheck = ({ document, types, vocabulary }) => {
  const defined = new Set(
    document.definitions.flatMap((node) =>
      node.kind === Kind.DIRECTIVE_DEFINITION && !isFederationDirective(node.name.value)
        ? [node.name.value]
        : [],
    ),
  );
  const isAllowed = ({ name }: ConstDirectiveNode): boolean =>
    ['key', 'deprecated', 'specifiedBy', 'oneOf'].includes(name.value) || defined.has(name.value);
  return (
    [...types.values()]
      // Value types are compared with Pasar's own, directives included.
      .filter(({ name }) => !isMachineryType(name) && name !== 'Offer' && !vocabulary.values.has(name))
      .flatMap(applications)
      .filter(({ directive }) => !isAllowed(directive))
      .map(({ coordinate, directive: { name } }) =>
        problem(coordinate, `carries @${name.value}`, remedyFor(name.value)),
      )
  );
};

function remedyFor(directive: string): string {
  if (directive === 'federation__key') return 'Import @key in the @link and write @key.';
  if (directive === 'shareable')
    return "Leave it out: only the starter's value types are in several subgraphs.";
  return isFederationDirective(directive)
    ? "Leave it out: in a partner's subgraph only @key may be used."
    : `Leave it out, or define directive @${directive}.`;
}

interface Application {
  readonly coordinate: string;
  readonly directive: ConstDirectiveNode;
}

function applications(type: SdlType): readonly Application[] {
  const at = (coordinate: string, directives: readonly ConstDirectiveNode[] = []): Application[] =>
    directives.map((directive) => ({ coordinate, directive }));
  const own = type.name;
  return [
    ...at(own, type.directives),
    ...type.fields.flatMap(({ name, directives, arguments: args = [] }) => [
      ...at(`${own}.${name.value}`, directives),
      ...args.flatMap((arg) => at(`${own}.${name.value}(${arg.name.value}:)`, arg.directives)),
    ]),
    ...[...type.inputFields, ...type.values].flatMap(({ name, directives }) =>
      at(`${own}.${name.value}`, directives),
    ),
  ];
}

/** The arguments of a directive as plain values. */
export function argumentsOf({
  arguments: given = [],
}: ConstDirectiveNode): Readonly<Record<string, unknown>> {
  return Object.fromEntries(given.map(({ name, value }) => [name.value, valueFromASTUntyped(value)]));
}

function shown(url: unknown): string {
  return typeof url === 'string' ? url.slice(0, 200) : 'something that is no address';
}
