import type { RestInput } from '../drafts/rest';
import { listOf, objectOf, textOf, type JsonObject } from './json';
import type { Operation } from './operations';
import type { OpenApi } from './read-openapi';

type Authentication = NonNullable<RestInput['authentication']>;

export interface GuessedAuthentication {
  readonly authentication: Authentication;
  readonly note: string;
}

const LONGEST_SCOPE = 500;

/** How to sign in, by the security schemes of the document: the first that Pasar can do. */
export function guessAuthentication(
  api: OpenApi,
  list: Operation | null,
  url: string,
): GuessedAuthentication {
  const schemes = objectOf(objectOf(api.root['components'])['securitySchemes']);
  const required = list?.security ?? listOf(api.root['security']);
  const named = required.flatMap((requirement) => Object.entries(objectOf(requirement)));
  // A document that asks for none of its schemes anywhere has mostly forgotten to.
  const asked = named.length > 0 ? named : Object.keys(schemes).map((name) => [name, []] as const);
  for (const [name, scopes] of asked) {
    const guess = guessOne(api.resolve(schemes[name]), listOf(scopes).map(textOf), url);
    if (guess === null) continue;
    const forgotten = named.length > 0 ? '' : '\nThe document does not say that it is needed.';
    return { ...guess, note: `${guess.note.replace('%', name)}${forgotten}` };
  }
  return {
    authentication: { type: 'none' },
    note: 'TODO The document describes no way of signing in that Pasar knows: apiKey, basic, bearer, oauth2 or login.',
  };
}

function guessOne(scheme: JsonObject, scopes: readonly string[], url: string): GuessedAuthentication | null {
  switch (textOf(scheme['type'])) {
    case 'http':
      return guessHttp(textOf(scheme['scheme']).toLowerCase());
    case 'apiKey':
      return guessKey(scheme);
    case 'oauth2':
      return guessOauth(objectOf(scheme['flows']), scopes, url);
    default:
      return null;
  }
}

function guessHttp(scheme: string): GuessedAuthentication | null {
  if (scheme === 'bearer')
    return { authentication: { type: 'bearer' }, note: 'Scheme %. Credential: token.' };
  if (scheme === 'basic')
    return { authentication: { type: 'basic' }, note: 'Scheme %. Credentials: username, password.' };
  return null;
}

function guessKey(scheme: JsonObject): GuessedAuthentication | null {
  const place = textOf(scheme['in']);
  const name = textOf(scheme['name']);
  if ((place !== 'header' && place !== 'query') || !/^[\w.-]{1,100}$/.test(name)) return null;
  const isAuthorization = name.toLowerCase() === 'authorization';
  return {
    authentication: { type: 'apiKey', in: place, name, ...(isAuthorization ? { prefix: 'Bearer ' } : {}) },
    note: `Scheme %. Credential: key.${isAuthorization ? ' TODO check the prefix.' : ''}`,
  };
}

function guessOauth(flows: JsonObject, scopes: readonly string[], url: string): GuessedAuthentication | null {
  const flow = objectOf(flows['clientCredentials']);
  const tokenUrl = textOf(flow['tokenUrl']);
  if (tokenUrl === '') return null;
  const tokenPath = pathBelow(tokenUrl, url);
  const scope = scopes.join(' ');
  return {
    authentication: {
      type: 'oauth2',
      tokenPath: tokenPath ?? '/oauth/token',
      ...(scope === '' || scope.length > LONGEST_SCOPE ? {} : { scope }),
    },
    note:
      tokenPath === null
        ? `Scheme %. Credentials: clientId, clientSecret.\nTODO tokens are made at ${tokenUrl}, which is not below url.`
        : 'Scheme %. Credentials: clientId, clientSecret.',
  };
}

/** What has to be appended to the base address to get there; null where that is impossible. */
function pathBelow(address: string, url: string): string | null {
  const base = url.replace(/\/+$/, '');
  if (!URL.canParse(address, `${base}/`)) return null;
  const { href } = new URL(address, `${base}/`);
  return href.startsWith(`${base}/`) ? href.slice(base.length) : null;
}
