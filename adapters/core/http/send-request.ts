import type { AxiosInstance, AxiosRequestConfig, AxiosResponse } from 'axios';
import type { Call } from '../contract';
import { AdapterError } from '../errors';
import { followAbort } from '../following-abort';
import type { MarketplaceId } from '../ids';
import { checkUrl, type HostPolicy } from './host-policy';
import { errorFromTransport, RedirectRefused } from './http-errors';

export interface HttpRequest {
  readonly url: string;
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly query?: Readonly<Record<string, string | number>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Sent as application/x-www-form-urlencoded, in place of a body. */
  readonly form?: Readonly<Record<string, string>>;
  /** A larger answer is refused; the source's own limit where the request doesn't say. Counted unpacked. */
  readonly maxBytes?: number;
  /** Statuses besides 2xx that are answers and not failures, e.g. 404 of a read by id. */
  readonly accept?: readonly number[];
}

/** Sends one request and follows its redirects on the same host, all within the call's time. */
export async function sendRequest(
  client: AxiosInstance,
  request: HttpRequest,
  call: Call,
  at: { readonly marketplace: MarketplaceId; readonly where: string; readonly hosts: HostPolicy | undefined },
): Promise<AxiosResponse<string>> {
  const { marketplace, where } = at;
  const remainingMs = Math.ceil(call.deadline - Date.now()); // timers take whole milliseconds only
  if (remainingMs <= 0) {
    throw new AdapterError('TIMEOUT', { marketplace, detail: `${where}: the deadline had passed already` });
  }
  // One signal for both: axios's own timeout doesn't cover a body that trickles in.
  const end = followAbort(call.signal, remainingMs);
  try {
    return await client.request<string>(configOf(request, call, { signal: end.signal, hosts: at.hosts }));
  } catch (error) {
    // What was broken off by us looks, in mid-body, as if the marketplace had broken it off.
    throw end.signal.aborted
      ? new AdapterError('TIMEOUT', { marketplace, detail: `${where}: no whole answer before the deadline` })
      : errorFromTransport(error, at);
  } finally {
    end.release();
  }
}

/** What follow-redirects tells of the request that it would make next. */
interface Redirect {
  readonly href?: string;
}

function configOf(
  request: HttpRequest,
  { requestId }: Call,
  { signal, hosts }: { readonly signal: AbortSignal; readonly hosts: HostPolicy | undefined },
): AxiosRequestConfig {
  const { origin } = new URL(request.url);
  const config: AxiosRequestConfig = {
    url: request.url,
    method: request.method ?? 'GET',
    headers: {
      'x-request-id': requestId,
      ...(request.form ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
      ...request.headers,
    },
    signal,
    beforeRedirect: ({ href = '' }: Redirect) => {
      if (!URL.canParse(href) || new URL(href).origin !== origin) throw new RedirectRefused();
      if (hosts) checkUrl(href, hosts);
    },
  };
  if (request.maxBytes !== undefined) config.maxContentLength = request.maxBytes;
  if (request.query) config.params = request.query;
  if (request.form) config.data = new URLSearchParams(request.form).toString();
  else if (request.body !== undefined) config.data = request.body;
  return config;
}
