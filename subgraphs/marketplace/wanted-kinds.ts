import type { FieldNode, GraphQLResolveInfo } from 'graphql';
import type { FieldKind } from '../../adapters/core/cache/freshness';
import { selectedFields } from '../selected-fields';

const KNOWN_BY_REFERENCE: ReadonlySet<string> = new Set(['id', '__typename']);
/** Worked out once per document, not once per offer of a page. */
const worked = new WeakMap<FieldNode, ReadonlySet<FieldKind>>();

/** Which kinds of fields a query wants of the offers: their times to live decide how old a cached one may be. */
export function wantedKinds(info: GraphQLResolveInfo): ReadonlySet<FieldKind> {
  const [node] = info.fieldNodes;
  const known = node && worked.get(node);
  if (known) return known;
  const kinds = new Set<FieldKind>();
  for (const field of selectedFields(info)) {
    if (field === 'price' || field === 'stock') kinds.add(field);
    else if (!KNOWN_BY_REFERENCE.has(field)) kinds.add('descriptive');
  }
  if (node) worked.set(node, kinds);
  return kinds;
}
