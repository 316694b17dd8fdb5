import { AdapterError } from '../../core/errors';
import { headersProblem } from '../../core/http/header-values';
import type { HttpRequest } from '../../core/http/http-source';
import type { MarketplaceId } from '../../core/ids';
import type { Variables } from './exchange';
import { variablesOf } from './expression-variables';
import { CannotFillIn, compileJson, compileTexts } from './fill-in';
import type { ManifestRequest } from './manifest';
import { checkSteps, pathSegment } from './path-segment';
import { templatesIn } from './request-templates';
import { compileTemplate } from './template';

/** A request that is ready to be signed and sent. */
export interface FilledRequest {
  readonly method: NonNullable<HttpRequest['method']>;
  readonly url: URL;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly form?: Readonly<Record<string, string>>;
  readonly graphql: boolean;
}

/** Throws INVALID_INPUT for values that can't be sent where the manifest has them. */
export type FillRequest = (request: ManifestRequest, variables: Variables, url?: string) => FilledRequest;

/** Fills in the requests of one manifest; each is compiled once. `url` takes the place of path and query. */
export function createFillRequest(marketplace: MarketplaceId, base: string): FillRequest {
  const compiled = new WeakMap<ManifestRequest, Compiled>();
  return (request, variables, url) => {
    const fill = compiled.get(request) ?? compileRequest(request, base);
    compiled.set(request, fill);
    try {
      return fill(variables, url);
    } catch (error) {
      if (!(error instanceof CannotFillIn)) throw error;
      throw new AdapterError('INVALID_INPUT', { marketplace, detail: `not sent: ${error.message}` });
    }
  };
}

/** Method, host and path for the log; the query may hold a secret. */
export function describeRequest({ method, url }: Pick<FilledRequest, 'method' | 'url'>): string {
  return `${method} ${url.host}${url.pathname}`;
}

/** Does any template of a request start from this variable? */
export function mentions(request: ManifestRequest, variable: string): boolean {
  return templatesIn(request).some(({ text }) => variablesOf(text).has(variable));
}

/** The request as it is sent. Bodies are written out here: a text of its own is JSON too. */
export function toHttpRequest({
  method,
  url,
  headers,
  body,
  form,
}: FilledRequest): HttpRequest & { url: string } {
  const json = body === undefined ? null : JSON.stringify(body);
  return {
    method,
    url: url.href,
    headers: json === null ? headers : { 'content-type': 'application/json', ...headers },
    ...(json === null ? {} : { body: json }),
    ...(form === undefined ? {} : { form }),
  };
}

/** An address below the base's own, or null where it leads elsewhere. */
export function urlBelow(base: string, path: string): URL | null {
  const root = new URL(base);
  const bare = base.replace(/\/+$/, '');
  const text = path === '' ? base : `${bare}/${path.replace(/^\/+/, '')}`;
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const folder = root.pathname.replace(/\/+$/, '');
  const isBelow = url.pathname === folder || url.pathname.startsWith(`${folder}/`);
  return url.origin === root.origin && isBelow ? url : null;
}

type Compiled = (variables: Variables, url?: string) => FilledRequest;

function compileRequest(request: ManifestRequest, base: string): Compiled {
  const headersOf = compileHeaders(request.headers);
  const addressOf = compileAddress(request, base);
  if ('graphql' in request) {
    const { query, variables: template } = request.graphql;
    const variablesOf = compileJson(template ?? {});
    return (variables, url) => ({
      method: 'POST',
      url: addressOf(variables, url),
      headers: headersOf(variables),
      body: { query, variables: named('a GraphQL variable', () => variablesOf(variables)) },
      graphql: true,
    });
  }
  const { method } = request;
  const bodyOf = request.body === undefined ? null : compileJson(request.body);
  const formOf = request.form === undefined ? null : compileTexts(request.form);
  return (variables, url) => ({
    method,
    url: addressOf(variables, url),
    headers: headersOf(variables),
    ...(bodyOf === null ? {} : { body: named('the body', () => bodyOf(variables)) }),
    ...(formOf === null ? {} : { form: named('the form', () => Object.fromEntries(formOf(variables))) }),
    graphql: false,
  });
}

function compileAddress(request: ManifestRequest, base: string): (variables: Variables, url?: string) => URL {
  const parts = compileTemplate(request.path ?? '');
  const query = compileTexts('graphql' in request ? {} : request.query);
  return (variables, url) => {
    if (url !== undefined) return onSameOrigin(url, base);
    const path = named(`the path ${request.path ?? ''}`, () => {
      const filled = parts.map((part) => (typeof part === 'string' ? part : pathSegment(part(variables))));
      const whole = filled.join('');
      // Values that stand side by side may be halves of a step.
      if (filled.length > 1) checkSteps(whole.replace(/\?.*/s, ''));
      return whole;
    });
    const address = urlBelow(base, path);
    if (address === null)
      throw new CannotFillIn(`the path ${request.path ?? ''} leads out of the base address`);
    for (const [name, text] of named('the query', () => query(variables)))
      address.searchParams.append(name, text);
    return address;
  };
}

function compileHeaders(
  templates: Readonly<Record<string, string>> | undefined,
): (variables: Variables) => Readonly<Record<string, string>> {
  const textsOf = compileTexts(templates);
  return (variables) => {
    const texts = named('a header', () => textsOf(variables));
    const headers = Object.fromEntries(texts.map(([name, text]) => [name.toLowerCase(), text]));
    const problem = headersProblem(headers);
    if (problem !== null) throw new CannotFillIn(problem);
    return headers;
  };
}

function onSameOrigin(url: string, base: string): URL {
  const address = URL.canParse(url) ? new URL(url) : null;
  if (address === null || address.origin !== new URL(base).origin)
    throw new CannotFillIn('the address of the next page is on another host');
  return address;
}

/** Says where the value belongs that can't be filled in. Never the value: it may be anyone's. */
function named<T>(place: string, fill: () => T): T {
  try {
    return fill();
  } catch (error) {
    if (!(error instanceof CannotFillIn)) throw error;
    throw new CannotFillIn(`a value for ${place} ${error.message}`);
  }
}
