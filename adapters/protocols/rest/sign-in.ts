import { AdapterError, type ErrorCode } from '../../core/errors';
import type { Call } from '../../core/contract';
import { headersProblem } from '../../core/http/header-values';
import type { HttpSource } from '../../core/http/http-source';
import type { MarketplaceId } from '../../core/ids';
import type { Credentials } from '../../core/credentials';
import { createLogin } from './login';
import type { Authentication, RestManifest } from './manifest';
import type { Judge } from './meaning';
import { createOAuth2 } from './oauth2';
import type { FilledRequest, FillRequest } from './request';
import { createTokenStore, type Token, type TokenStore } from './token-store';

/** What shows a request to be Pasar's. */
export interface Proof {
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** Where it was fetched; null where it is a credential itself. */
  readonly token: Token | null;
}

export interface SignIn {
  /** Throws where there is none to be had. */
  prove(call: Call): Promise<Proof>;
  /** A proof that was not accepted is not shown again. True where another one can be had. */
  discard(proof: Proof): boolean;
}

export interface SignInOptions {
  readonly marketplace: MarketplaceId;
  readonly manifest: Pick<RestManifest, 'url' | 'authentication'>;
  readonly credentials: Credentials;
  readonly http: HttpSource;
  readonly fill: FillRequest;
  readonly judge: Judge;
  readonly now: () => Date;
}

/** Where a proof is shown. */
interface Showing {
  readonly in: 'header' | 'query';
  readonly name: string;
  readonly prefix: string;
}
const BEARER: Showing = { in: 'header', name: 'authorization', prefix: 'Bearer ' };

/** Each of the ways to sign in. What can be known only from credentials is found out when they are used. */
export function createSignIn(options: SignInOptions): SignIn {
  const { marketplace, manifest, credentials, now } = options;
  const { authentication } = manifest;

  const fail = (why: string, code: ErrorCode = 'UNAUTHENTICATED'): AdapterError =>
    new AdapterError(code, { marketplace, detail: `not sent: ${why}` });

  function credential(name: string): string {
    const value = Object.hasOwn(credentials, name) ? credentials[name] : undefined;
    if (value === undefined || value === '') throw fail(`the credential "${name}" is not given`);
    return value;
  }

  function shown(value: string, { in: place, name, prefix }: Showing, token: Token | null): Proof {
    const text = `${prefix}${value}`;
    if (place === 'query') return { headers: {}, query: { [name]: text }, token };
    const headers = { [name.toLowerCase()]: text };
    if (headersProblem(headers) !== null) {
      if (token !== null) throw fail('the token holds characters that no header may', 'BAD_RESPONSE');
      throw fail('a credential holds characters that no header may');
    }
    return { headers, query: {}, token };
  }

  function constant(make: () => Proof): SignIn {
    return { prove: () => Promise.resolve().then(make), discard: () => false };
  }

  function fetched(store: () => TokenStore, showing: Showing): SignIn {
    let tokens: TokenStore | null = null;
    return {
      async prove(call) {
        tokens ??= store();
        const token = await tokens.get(call);
        try {
          return shown(token.value, showing, token);
        } catch (error) {
          tokens.drop(token);
          throw error;
        }
      },
      discard({ token }) {
        if (token !== null) tokens?.drop(token);
        return token !== null;
      },
    };
  }

  switch (authentication.type) {
    case 'none':
      return constant(() => ({ headers: {}, query: {}, token: null }));
    case 'apiKey':
      return constant(() => shown(credential('key'), authentication, null));
    case 'bearer':
      return constant(() => shown(credential('token'), BEARER, null));
    case 'basic':
      return constant(() => {
        const pair = `${credential('username')}:${credential('password')}`;
        return shown(Buffer.from(pair).toString('base64'), { ...BEARER, prefix: 'Basic ' }, null);
      });
    case 'oauth2':
      return fetched(() => {
        const client = { clientId: credential('clientId'), clientSecret: credential('clientSecret') };
        const fetch = createOAuth2({ ...options, ...client, url: manifest.url, authentication });
        return createTokenStore({ marketplace, fetch, now });
      }, BEARER);
    case 'login':
      return fetched(() => {
        const named = Object.fromEntries(authentication.credentials.map((name) => [name, credential(name)]));
        const fetch = createLogin({ ...options, authentication, credentials: named });
        return createTokenStore({ marketplace, fetch, now });
      }, authentication.send);
  }
}

/** The request with its proof; what the definition itself put in the same place gives way. */
export function signed(request: FilledRequest, proof: Proof): FilledRequest {
  const url = new URL(request.url);
  for (const [name, value] of Object.entries(proof.query)) url.searchParams.set(name, value);
  return { ...request, url, headers: { ...request.headers, ...proof.headers } };
}

/** The query parameter that a proof is shown in, if any: it must not be kept with addresses. */
export function secretParameter(authentication: Authentication): string | null {
  const showing =
    authentication.type === 'apiKey'
      ? authentication
      : authentication.type === 'login'
        ? authentication.send
        : null;
  return showing?.in === 'query' ? showing.name : null;
}
