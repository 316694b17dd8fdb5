import type { Call } from '../../core/contract';
import type { RefusalReason } from '../../core/order/ordering-port';
import type { ManifestRequest, ResponseRule } from './manifest';

/** What `${…}` is worked out on. Credentials are never among them. */
export type Variables = Readonly<Record<string, unknown>>;

/** An answer, and what the manifest says that it means. What means anything else is an AdapterError. */
export type Answered =
  | {
      readonly means: 'ok' | 'missing';
      /** GraphQL could not work out some of it: what is null there may be no nothing. */
      readonly isPartial: boolean;
      readonly body: unknown;
      readonly headers: ResponseHeaders;
    }
  | {
      readonly means: 'refused';
      /** Null where the manifest names none: whoever asked knows what a no means. */
      readonly reason: RefusalReason | null;
      /** For the log, in our words. */
      readonly detail: string;
      readonly body: unknown;
      readonly headers: ResponseHeaders;
    };

/** Names in lower case. */
export type ResponseHeaders = Readonly<Record<string, string>>;

export interface ExchangeRequest {
  readonly request: ManifestRequest;
  readonly variables: Variables;
  /** Of this request alone: tried before those of the manifest. */
  readonly responses?: readonly ResponseRule[] | undefined;
  /**
   * Is an answer of use that lacks what GraphQL could not work out? A page of goods is; of an order such an
   * answer tells nothing, for null in place of it may be no "not there".
   */
  readonly mayBePartial?: boolean;
  /** A larger answer is refused. */
  readonly maxBytes?: number;
  /** In place of what the request says: the next page of a list, on the same host. */
  readonly url?: string;
}

/** Sends the requests of a manifest: fills them in, signs them, and says what their answers mean. */
export interface Exchange {
  send(request: ExchangeRequest, call: Call): Promise<Answered>;
  close(): void;
}
