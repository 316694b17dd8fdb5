import type { RefinementCtx } from 'zod';
import { variablesOf } from './expression-variables';
import {
  checkRequest,
  checkVariables,
  reportTo,
  type Known,
  type Path,
  type Report,
} from './known-variables';
import type { Authentication } from './manifest-authentication';
import type { OfferMapping } from './manifest-mapping';
import type { Paging } from './manifest-paging';
import { RECORD_VARIABLES, type Records } from './manifest-records';
import type { ManifestRequest } from './manifest-requests';

interface Reads {
  readonly authentication: Authentication;
  readonly requests: {
    readonly feed: ManifestRequest;
    readonly changes?: ManifestRequest | undefined;
    readonly byIds: ManifestRequest;
  };
  readonly paging: Paging;
  readonly records: Records;
  readonly mapping: OfferMapping;
}

const PAGE_VARIABLES: Readonly<Record<Paging['type'], readonly string[]>> = {
  none: [],
  page: ['page', 'pageSize'],
  offset: ['offset', 'pageSize'],
  cursor: ['cursor', 'pageSize'],
  link: ['pageSize'],
};
const ID_VARIABLES: readonly string[] = ['sku', 'skus', 'seller', 'keys'];

/** Does everything that is read start from something that is known where it stands? */
export function checkReads(manifest: Reads, context: Pick<RefinementCtx, 'addIssue'>): void {
  const { authentication, requests, paging, records, mapping } = manifest;
  const report = reportTo(context);
  const ofPage = PAGE_VARIABLES[paging.type];

  checkSignIn(authentication, report);
  checkRequest(requests.feed, ['requests', 'feed'], whole(ofPage), report);
  if (requests.changes !== undefined)
    checkRequest(requests.changes, ['requests', 'changes'], whole([...ofPage, 'since']), report);
  checkRequest(requests.byIds, ['requests', 'byIds'], whole(ID_VARIABLES), report);

  const lookups = Object.entries(records.lookups ?? {});
  for (const [name, { request, of }] of lookups) {
    const path = ['records', 'lookups', name];
    checkRequest(request, [...path, 'request'], whole(['keys']), report);
    checkVariables(of, [...path, 'of'], whole(RECORD_VARIABLES), report);
  }
  const known = whole([...RECORD_VARIABLES, ...lookups.map(([name]) => name)]);
  checkMapping(mapping, ['mapping'], known, report);
}

function checkSignIn(authentication: Authentication, report: Report): void {
  if (authentication.type !== 'login') return;
  const { request, credentials } = authentication;
  const path = ['authentication', 'request'];
  checkRequest(request, path, { credentials }, report);
  if (variablesOf(request.path ?? '').has('credentials'))
    report([...path, 'path'], 'must not hold credentials, for addresses stand in logs');
}

type Mapped = OfferMapping | OfferMapping[keyof OfferMapping] | string;

/** Fields are expressions, tables (`from`) or constants; `stock` and `seller` are fields below a field. */
function checkMapping(mapped: Mapped, path: Path, known: Known, report: Report): void {
  if (mapped === undefined) return;
  if (typeof mapped === 'string') checkVariables(mapped, path, known, report);
  else if ('from' in mapped) checkVariables(mapped.from, [...path, 'from'], known, report);
  else if (!('constant' in mapped))
    for (const [name, below] of Object.entries(mapped) as readonly (readonly [string, Mapped])[])
      if (name !== 'type') checkMapping(below, [...path, name], known, report);
}

/** Variables any of whose fields may be looked for. */
function whole(names: readonly string[]): Known {
  return Object.fromEntries(names.map((name) => [name, null]));
}
