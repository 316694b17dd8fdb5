import axios, { type AxiosInstance, type AxiosRequestConfig, type AxiosResponse } from 'axios';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Call } from '../contract';
import { AdapterError } from '../errors';
import { followAbort } from '../following-abort';
import type { MarketplaceId } from '../ids';
import { errorForStatus, errorFromTransport, RedirectRefused } from './http-errors';
import { traceRequest } from './trace-request';

/** A JSON answer with its status: protocols decide themselves what a 404 means. */
export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

export interface HttpRequest {
  readonly url: string;
  readonly method?: 'GET' | 'POST';
  readonly query?: Readonly<Record<string, string | number>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** A larger answer is refused; `MAX_RESPONSE_BYTES` where the request doesn't say. Counted unpacked. */
  readonly maxBytes?: number;
  /** Statuses besides 2xx that are answers and not failures, e.g. 404 of a read by id. */
  readonly accept?: readonly number[];
}

/** An answer that is not JSON, as it came. */
export interface TextAnswer {
  readonly status: number;
  readonly text: string;
}

/** One marketplace's HTTP: its own sockets, its own limits. */
export interface HttpSource {
  json(request: HttpRequest, call: Call): Promise<HttpAnswer>;
  /** For protocols that speak XML; the body goes out as it is given. */
  text(request: HttpRequest & { readonly body: string }, call: Call): Promise<TextAnswer>;
  close(): void;
}

/** A page of 999 real products is under 2 MB; what is far beyond that is a fault or an attack. */
export const MAX_RESPONSE_BYTES = 16 * 1024 * 1024;
const MAX_SOCKETS = 16;
const MAX_REDIRECTS = 3;

export function createHttpSource(
  marketplace: MarketplaceId,
  options: { maxBytes?: number; maxSockets?: number } = {},
): HttpSource {
  const agentOptions = { keepAlive: true, maxSockets: options.maxSockets ?? MAX_SOCKETS };
  const httpAgent = new HttpAgent(agentOptions);
  const httpsAgent = new HttpsAgent(agentOptions);
  const client: AxiosInstance = axios.create({
    httpAgent,
    httpsAgent,
    proxy: false,
    responseType: 'text',
    transformResponse: (text: unknown) => text, // parsed below, where a failure can be named
    validateStatus: () => true,
    maxContentLength: options.maxBytes ?? MAX_RESPONSE_BYTES,
    maxRedirects: MAX_REDIRECTS,
    headers: { accept: 'application/json', 'user-agent': 'pasar/0.1' },
  });
  const exchange = <T>(
    request: HttpRequest,
    call: Call,
    read: (response: AxiosResponse<string>, where: string) => T,
  ): Promise<T> => {
    const where = describe(request);
    return traceRequest(marketplace, { where, method: request.method ?? 'GET' }, async (traceHeaders) => {
      const headers = { ...traceHeaders, ...request.headers };
      const response = await send(client, { ...request, headers }, call, marketplace, where);
      const accepted = request.accept?.includes(response.status) ?? false;
      if ((response.status < 200 || response.status > 299) && !accepted) {
        throw errorForStatus(response.status, { marketplace, where, response });
      }
      return read(response, where);
    });
  };
  return {
    json: (request, call) =>
      exchange(request, call, (response, where) => ({
        status: response.status,
        headers: response.headers,
        body: parseJson(response, marketplace, where),
      })),
    text: (request, call) => exchange(request, call, ({ status, data }) => ({ status, text: data })),
    close() {
      httpAgent.destroy();
      httpsAgent.destroy();
    },
  };
}

async function send(
  client: AxiosInstance,
  request: HttpRequest,
  call: Call,
  marketplace: MarketplaceId,
  where: string,
): Promise<AxiosResponse<string>> {
  const remainingMs = Math.ceil(call.deadline - Date.now()); // timers take whole milliseconds only
  if (remainingMs <= 0) {
    throw new AdapterError('TIMEOUT', { marketplace, detail: `${where}: the deadline had passed already` });
  }
  const { origin } = new URL(request.url);
  // One signal for both: axios's own timeout doesn't cover a body that trickles in.
  const end = followAbort(call.signal, remainingMs);
  const config: AxiosRequestConfig = {
    url: request.url,
    method: request.method ?? 'GET',
    headers: { 'x-request-id': call.requestId, ...request.headers },
    signal: end.signal,
    beforeRedirect: (options: Redirect) => {
      const target = new URL(options.href ?? 'none://');
      if (target.origin !== origin) throw new RedirectRefused();
    },
  };
  if (request.maxBytes !== undefined) config.maxContentLength = request.maxBytes;
  if (request.query) config.params = request.query;
  if (request.body !== undefined) config.data = request.body;
  try {
    return await client.request<string>(config);
  } catch (error) {
    // What was broken off by us looks, in mid-body, as if the marketplace had broken it off.
    throw end.signal.aborted
      ? new AdapterError('TIMEOUT', { marketplace, detail: `${where}: no whole answer before the deadline` })
      : errorFromTransport(error, { marketplace, where });
  } finally {
    end.release();
  }
}

/** What follow-redirects tells of the request that it would make next. */
interface Redirect {
  readonly href?: string;
}

function parseJson(response: AxiosResponse<string>, marketplace: MarketplaceId, where: string): unknown {
  const text = response.data;
  const kind = String(response.headers['content-type'] ?? '');
  const problem = text.trim() === '' ? 'an empty body' : kind.includes('text/html') ? 'HTML' : null;
  if (problem) throw badResponse(`${where}: ${problem} in place of JSON`);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw badResponse(`${where}: JSON that breaks off or is malformed, ${text.length} characters`);
  }

  function badResponse(detail: string): AdapterError {
    return new AdapterError('BAD_RESPONSE', { marketplace, detail });
  }
}

/** Method, host and path for the log. Never the query: a seller feed carries its secret there. */
function describe(request: HttpRequest): string {
  const url = new URL(request.url);
  return `${request.method ?? 'GET'} ${url.host}${url.pathname}`;
}
