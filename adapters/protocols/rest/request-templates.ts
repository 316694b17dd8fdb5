import type { JsonTemplate, ManifestRequest } from './manifest-requests';

/** A template, and where it stands in its request. */
export interface PlacedTemplate {
  readonly path: readonly (string | number)[];
  readonly text: string;
}

/** The templates of a request. A GraphQL operation's text is sent as it stands; its variables are templates. */
export function templatesIn(request: ManifestRequest): readonly PlacedTemplate[] {
  const { path, headers } = request;
  const filledIn =
    'graphql' in request
      ? { path, headers, graphql: { variables: request.graphql.variables } }
      : { path, headers, query: request.query, body: request.body, form: request.form };
  return textsIn(filledIn, []);
}

type Part = JsonTemplate | undefined | { readonly [key: string]: Part };

function textsIn(part: Part, path: PlacedTemplate['path']): readonly PlacedTemplate[] {
  if (typeof part === 'string') return [{ path, text: part }];
  if (typeof part !== 'object' || part === null) return [];
  const entries: readonly (readonly [string | number, Part])[] = isList(part)
    ? part.map((item, i) => [i, item] as const)
    : Object.entries(part);
  return entries.flatMap(([key, item]) => textsIn(item, [...path, key]));
}

/** Array.isArray alone doesn't tell a readonly list from an object. */
function isList(part: object): part is readonly JsonTemplate[] {
  return Array.isArray(part);
}
