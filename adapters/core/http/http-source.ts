import axios, { type AxiosInstance, type AxiosResponse } from 'axios';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Call } from '../contract';
import { AdapterError } from '../errors';
import type { MarketplaceId } from '../ids';
import { headersProblem } from './header-values';
import { checkUrl, type HostPolicy } from './host-policy';
import { errorBeforeSending, errorForStatus } from './http-errors';
import { jsonOrNothing, parseForeignJson, parseJsonBody } from './json-body';
import { createPinnedLookup, type ResolveHost } from './pinned-lookup';
import type { RequestRate } from './request-rate';
import { sendRequest, type HttpRequest } from './send-request';
import { traceRequest } from './trace-request';

export type { HttpRequest };

/** A JSON answer with its status: protocols decide themselves what a 404 means. */
export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/** An answer that is not JSON, as it came. */
export interface TextAnswer {
  readonly status: number;
  readonly text: string;
}

/** An answer of any status. */
export interface AnyAnswer extends TextAnswer {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined where there is none, or none that is JSON. */
  readonly body: unknown;
}

/** One marketplace's HTTP: its own sockets, its own limits. */
export interface HttpSource {
  json(request: HttpRequest, call: Call): Promise<HttpAnswer>;
  /** For protocols that speak XML; the body goes out as it is given. */
  text(request: HttpRequest & { readonly body: string }, call: Call): Promise<TextAnswer>;
  /** For whoever decides what a status means: every one is an answer, and throws nothing. */
  answer(request: HttpRequest, call: Call): Promise<AnyAnswer>;
  close(): void;
}

export interface HttpSourceOptions {
  readonly maxBytes?: number;
  readonly maxSockets?: number;
  /** For a stranger's marketplace: only hosts that this allows are called. */
  readonly hosts?: HostPolicy;
  /** Of names that strangers gave; the system's own unless given. */
  readonly resolve?: ResolveHost;
  /**
   * What comes sooner waits for its turn, at most until its deadline; redirects are not counted. Sources of one
   * marketplace keep one together.
   */
  readonly rate?: RequestRate;
}

/** A page of 999 real products is under 2 MB; what is far beyond that is a fault or an attack. */
export const MAX_RESPONSE_BYTES = 16 * 1024 * 1024;
/** Parsing holds up everyone else's requests: no one whom the operator does not know gets as much of that. */
export const MAX_FOREIGN_RESPONSE_BYTES = 8 * 1024 * 1024;
const MAX_SOCKETS = 16;
const MAX_REDIRECTS = 3;
/**
 * How long a connection is kept for the next request. With it Node also heeds a server that says it keeps one for
 * less (Node's own: 5 s), and lets go a second before: a request that meets the server's closing is lost.
 */
const LONGEST_IDLE_MS = 60_000;

export function createHttpSource(marketplace: MarketplaceId, options: HttpSourceOptions = {}): HttpSource {
  const { hosts, rate } = options;
  const agentOptions = {
    keepAlive: true,
    timeout: LONGEST_IDLE_MS,
    maxSockets: options.maxSockets ?? MAX_SOCKETS,
    ...(hosts ? { lookup: createPinnedLookup(hosts, options.resolve) } : {}),
  };
  const httpAgent = new HttpAgent(agentOptions);
  const httpsAgent = new HttpsAgent(agentOptions);
  const client: AxiosInstance = axios.create({
    httpAgent,
    httpsAgent,
    proxy: false,
    responseType: 'text',
    transformResponse: (text: unknown) => text, // parsed below, where a failure can be named
    validateStatus: () => true,
    maxContentLength: options.maxBytes ?? (hosts ? MAX_FOREIGN_RESPONSE_BYTES : MAX_RESPONSE_BYTES),
    maxRedirects: MAX_REDIRECTS,
    headers: { accept: 'application/json', 'user-agent': 'pasar/0.1' },
  });
  const parseText = hosts ? parseForeignJson : (text: string): unknown => JSON.parse(text) as unknown;

  /** Any answer, whatever its status. */
  const exchange = <T>(
    request: HttpRequest,
    call: Call,
    read: (response: AxiosResponse<string>, where: string) => T,
    isForeign = hosts !== undefined,
  ): Promise<T> => {
    const where = describe(request);
    const at = { marketplace, where, hosts };
    return traceRequest(marketplace, { where, method: request.method ?? 'GET' }, async (traceHeaders) => {
      const problem = isForeign ? headersProblem(request.headers ?? {}) : null;
      if (problem !== null) {
        throw new AdapterError('INVALID_INPUT', { marketplace, detail: `${where}: not sent, ${problem}` });
      }
      try {
        if (hosts) checkUrl(request.url, hosts);
        await rate?.turn(call);
      } catch (error) {
        throw errorBeforeSending(error, at) ?? error;
      }
      const headers = { ...traceHeaders, ...request.headers };
      return read(await sendRequest(client, { ...request, headers }, call, at), where);
    });
  };

  /** An answer whose status says that it is one. */
  const successful = <T>(
    request: HttpRequest,
    call: Call,
    read: (response: AxiosResponse<string>, where: string) => T,
  ): Promise<T> =>
    exchange(request, call, (response, where) => {
      const { status } = response;
      const accepted = request.accept?.includes(status) ?? false;
      if ((status < 200 || status > 299) && !accepted) {
        throw errorForStatus(status, { marketplace, where, response });
      }
      return read(response, where);
    });

  return {
    json: (request, call) =>
      successful(request, call, (response, where) => ({
        status: response.status,
        headers: response.headers,
        body: parseJsonBody(response, parseText, { marketplace, where }),
      })),
    text: (request, call) => successful(request, call, ({ status, data }) => ({ status, text: data })),
    answer: (request, call) =>
      exchange(
        request,
        call,
        ({ status, headers, data }) => ({
          status,
          headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
          body: jsonOrNothing(data),
          text: data,
        }),
        true,
      ),
    close() {
      httpAgent.destroy();
      httpsAgent.destroy();
    },
  };
}

/** Method, host and path for the log. Never the query: a seller feed carries its secret there. */
function describe({ url, method = 'GET' }: HttpRequest): string {
  if (!URL.canParse(url)) return `${method} no valid URL`;
  const { host, pathname } = new URL(url);
  return `${method} ${host}${pathname}`;
}
