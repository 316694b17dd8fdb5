import {
  Kind,
  parse,
  print,
  valueFromASTUntyped,
  visit,
  type ConstDirectiveNode,
  type DocumentNode,
} from 'graphql';
import { allOf, NEVER, OPEN, type Requirement, type ScopeChoice } from './requirement';

const SPEC = /^https:\/\/specs\.apollo\.dev\/(authenticated|requiresScopes|policy)\/v0\.1$/;

/** What each directive of a supergraph is called there, by the spec that defines it. */
export type SecurityDirectives = ReadonlyMap<string, 'authenticated' | 'requiresScopes' | 'policy'>;

type Arguments = Readonly<Record<string, unknown>>;

function argumentsOf({ arguments: given = [] }: ConstDirectiveNode): Arguments {
  return Object.fromEntries(given.map(({ name, value }) => [name.value, valueFromASTUntyped(value)]));
}

/** A subgraph may rename a directive as it imports it, and then it has that name in the supergraph too. */
export function namesOfDirectives({ definitions }: DocumentNode): SecurityDirectives {
  const names = new Map<string, 'authenticated' | 'requiresScopes' | 'policy'>([
    ['authenticated', 'authenticated'],
    ['requiresScopes', 'requiresScopes'],
    ['policy', 'policy'],
  ]);
  const schemas = definitions.filter(
    (node) => node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION,
  );
  for (const link of schemas.flatMap(({ directives = [] }) => directives).map(argumentsOf)) {
    const spec = SPEC.exec(String(link['url']))?.[1] as
      'authenticated' | 'requiresScopes' | 'policy' | undefined;
    if (spec === undefined) continue;
    if (typeof link['as'] === 'string') names.set(link['as'], spec);
    for (const imported of Array.isArray(link['import']) ? (link['import'] as unknown[]) : []) {
      const { name, as } = Object(imported) as { name?: unknown; as?: unknown };
      if (name === `@${spec}` && typeof as === 'string') names.set(as.replace(/^@/, ''), spec);
    }
  }
  return names;
}

/** What directives on a type or field ask for; what can't be understood is met by nobody. */
export function requirementOf(
  directives: readonly ConstDirectiveNode[] | undefined,
  names: SecurityDirectives,
): Requirement {
  return allOf(
    (directives ?? []).map((directive) => {
      const given = argumentsOf(directive);
      if (directive.name.value === 'join__directive') return names.has(String(given['name'])) ? NEVER : OPEN;
      const spec = names.get(directive.name.value);
      if (spec === undefined) return OPEN;
      if (spec === 'authenticated') return { authenticated: true, scopes: [], never: false };
      const choice = spec === 'requiresScopes' ? scopeChoice(given['scopes']) : null;
      return choice === null ? NEVER : { authenticated: true, scopes: [choice], never: false };
    }),
  );
}

/** As GraphQL coerces it: a single value counts as a list of one. */
function scopeChoice(value: unknown): ScopeChoice | null {
  const listOf = (one: unknown): unknown[] => (Array.isArray(one) ? (one as unknown[]) : [one]);
  const choice = listOf(value).map(listOf);
  const isUnderstood =
    choice.length > 0 &&
    choice.every((set) => set.every((scope) => typeof scope === 'string' && scope !== ''));
  return isUnderstood ? (choice as string[][]) : null;
}

/**
 * @apollo/gateway loads no supergraph with a feature `for: SECURITY`, because it enforces none. Those that
 * are enforced here lose that mark; with any other one the gateway still doesn't start.
 */
export function acceptSecurityFeatures(supergraphSdl: string): string {
  const accepted = visit(parse(supergraphSdl, { noLocation: true }), {
    Directive(node) {
      if (node.name.value !== 'link' || !SPEC.test(String(argumentsOf(node as ConstDirectiveNode)['url'])))
        return;
      return { ...node, arguments: node.arguments?.filter(({ name }) => name.value !== 'for') ?? [] };
    },
  });
  return print(accepted);
}
