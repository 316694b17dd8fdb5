import { AdapterError, type ErrorCode } from '../../core/errors';
import { codeForStatus } from '../../core/http/http-errors';
import type { AnyAnswer } from '../../core/http/http-source';
import { parseRetryAfter } from '../../core/http/retry-after';
import type { MarketplaceId } from '../../core/ids';
import type { RefusalReason } from '../../core/order/ordering-port';
import { compileExpression } from './expression';
import type { Meaning, ResponseRule } from './manifest';
import { describeRequest, type FilledRequest } from './request';
import { holds } from './truth';

/** What an answer means: a value where the request was understood, else the error that it is. */
export type Verdict =
  | { readonly means: 'ok' | 'missing'; readonly isPartial: boolean }
  | { readonly means: 'refused'; readonly reason: RefusalReason | null; readonly detail: string }
  | { readonly means: 'error'; readonly error: AdapterError };

export interface Asked {
  /** Rules of this very request, tried before those of the manifest. */
  readonly responses?: readonly ResponseRule[] | undefined;
  /** Is an answer of use that lacks what GraphQL could not work out? */
  readonly mayBePartial?: boolean | undefined;
}

export type Judge = (answer: AnyAnswer, request: FilledRequest, asked?: Asked) => Verdict;

/** A longer wait is a slip of units, or a way to be left alone for good. */
const LONGEST_WAIT_MS = 24 * 60 * 60_000;

/** The rules of a manifest in their order, and below them what HTTP and GraphQL say themselves. */
export function createJudge(marketplace: MarketplaceId, rules: readonly ResponseRule[]): Judge {
  const ofManifest = rules.map((rule, place) => compileRule(rule, `responses[${place}]`));
  const compiled = new WeakMap<readonly ResponseRule[], readonly CompiledRule[]>();
  function rulesWith(own: readonly ResponseRule[]): readonly CompiledRule[] {
    const all = compiled.get(own) ?? [
      ...own.map((rule, place) => compileRule(rule, `its own responses[${place}]`)),
      ...ofManifest,
    ];
    compiled.set(own, all);
    return all;
  }
  return (answer, request, { responses: own, mayBePartial = false } = {}) => {
    const error = (code: ErrorCode, why: string, retryAfterMs: number | null = null): Verdict => ({
      means: 'error',
      error: new AdapterError(code, {
        marketplace,
        detail: `${describeRequest(request)}: status ${answer.status}${why}`,
        status: answer.status,
        ...(retryAfterMs === null ? {} : { retryAfterMs }),
      }),
    });
    const rule = (own === undefined ? ofManifest : rulesWith(own)).find(({ fits }) => fits(answer));
    if (rule === undefined) return byItself(answer, request, mayBePartial, error);
    const why = `, ${rule.means} by ${rule.name}`;
    switch (rule.means) {
      case 'ok':
      case 'missing':
        return { means: rule.means, isPartial: false };
      case 'refused':
        return {
          means: 'refused',
          reason: rule.reason,
          detail: `${describeRequest(request)}: status ${answer.status}${why}`,
        };
      case 'retry':
        return error(answer.status === 408 ? 'TIMEOUT' : 'UNAVAILABLE', why, rule.waitMs(answer));
      case 'rate-limited':
        return error('RATE_LIMITED', why, rule.waitMs(answer));
      case 'unauthenticated':
        return error('UNAUTHENTICATED', why);
    }
  };
}

type MakeError = (code: ErrorCode, why: string, retryAfterMs?: number | null) => Verdict;

function byItself(
  answer: AnyAnswer,
  request: FilledRequest,
  mayBePartial: boolean,
  error: MakeError,
): Verdict {
  const { status } = answer;
  if (status === 404 || status === 410) return { means: 'missing', isPartial: false };
  if (status < 200 || status > 299) return error(codeForStatus(status), '', retryAfter(answer));
  if (answer.body === undefined) {
    // What a step leaves unsaid is nobody's loss; a read that says nothing has not been answered.
    const isRead = request.graphql || request.method === 'GET';
    if (answer.text.trim() === '' && !isRead) return { means: 'ok', isPartial: false };
    return error('BAD_RESPONSE', answer.text.trim() === '' ? ', an empty body' : ', a body that is no JSON');
  }
  const told = request.graphql ? toldByGraphql(answer.body) : 'ALL';
  if (told === 'NOTHING') return error('BAD_RESPONSE', ', GraphQL errors and no data');
  if (told === 'PART' && !mayBePartial) return error('BAD_RESPONSE', ', GraphQL errors beside its data');
  return { means: 'ok', isPartial: told === 'PART' };
}

/** A field that could not be worked out is null beside its error: where no field came, nothing was learnt. */
function toldByGraphql(body: unknown): 'ALL' | 'PART' | 'NOTHING' {
  const { errors, data } = (body ?? {}) as { readonly errors?: unknown; readonly data?: unknown };
  if (!Array.isArray(errors) || errors.length === 0) return 'ALL';
  const isNothing =
    typeof data !== 'object' || data === null || Object.values(data).every((field) => field === null);
  return isNothing ? 'NOTHING' : 'PART';
}

interface CompiledRule {
  /** Where it stands, for people. */
  readonly name: string;
  readonly means: Meaning;
  readonly reason: RefusalReason | null;
  fits(answer: AnyAnswer): boolean;
  waitMs(answer: AnyAnswer): number | null;
}

function compileRule({ status, when, means, wait, reason }: ResponseRule, name: string): CompiledRule {
  const statuses = status === undefined ? null : [status].flat();
  const condition = when === undefined ? null : compileExpression(when);
  const waitOf = typeof wait === 'string' ? compileExpression(wait) : null;
  const header = typeof wait === 'object' ? wait.header.toLowerCase() : 'retry-after';
  return {
    name,
    means,
    reason: reason ?? null,
    fits: (answer) =>
      (statuses?.includes(answer.status) ?? true) &&
      (condition === null || (answer.body !== undefined && holds(condition(answer.body)))),
    waitMs: (answer) => (waitOf === null ? inHeader(answer, header) : milliseconds(waitOf(answer.body))),
  };
}

function retryAfter(answer: AnyAnswer): number | null {
  return answer.status === 429 || answer.status === 503 ? inHeader(answer, 'retry-after') : null;
}

/** Seconds, or the date that `Retry-After` may be. */
function inHeader({ headers }: AnyAnswer, name: string): number | null {
  const value = headers[name];
  return milliseconds(value) ?? bounded(parseRetryAfter(value, new Date()));
}

function milliseconds(seconds: unknown): number | null {
  const isNumber =
    typeof seconds === 'number' || (typeof seconds === 'string' && /^\s*\d+(?:\.\d+)?\s*$/.test(seconds));
  return isNumber ? bounded(Number(seconds) * 1000) : null;
}

function bounded(ms: number | null): number | null {
  return ms === null || Number.isNaN(ms) ? null : Math.ceil(Math.min(Math.max(0, ms), LONGEST_WAIT_MS));
}
