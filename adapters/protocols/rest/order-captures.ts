import { compileExpression, type Evaluate } from './expression';
import type { Answered, Variables } from './exchange';
import type { CaptureSource, ManifestRequest } from './manifest';
import { templatesIn } from './request-templates';
import { compileTemplate } from './template';

/** What expressions of an order's calls are worked out on. */
export interface CallVariables extends Variables {
  readonly order: Variables;
  /** Values out of earlier answers. */
  readonly captured: Variables;
}

type Answer = Pick<Answered, 'body' | 'headers'>;

/** Takes values out of an answer, null where there is none that can be relied on. */
export type Capture = (answer: Answer) => Variables;

export function compileCapture(capture: Readonly<Record<string, CaptureSource>> = {}): Capture {
  const taken = Object.entries(capture).map(([name, source]) => [name, compileSource(source)] as const);
  return (answer) => Object.fromEntries(taken.map(([name, take]) => [name, usable(take(answer))]));
}

function compileSource(source: CaptureSource): (answer: Answer) => unknown {
  if (typeof source === 'string') {
    const evaluate = compileExpression(source);
    return ({ body }) => evaluate(body);
  }
  const { header, lastSegment } = source;
  const name = header.toLowerCase();
  return ({ headers }) => {
    const text = Object.hasOwn(headers, name) ? (headers[name] ?? '') : '';
    return lastSegment ? lastSegmentOf(text) : text;
  };
}

/** Of an address, whole or relative, without its query: shops answer 201 with a Location and nothing else. */
function lastSegmentOf(address: string): string | null {
  const [path = ''] = address.trim().split(/[?#]/);
  const withoutHost = path.replace(/^(?:[a-z][a-z0-9+.-]*:)?\/\/[^/]*/i, '');
  const segment =
    withoutHost
      .split('/')
      .filter((part) => part !== '')
      .at(-1) ?? '';
  try {
    return decodeURIComponent(segment);
  } catch {
    return null; // a lone % names nothing that can be asked for again
  }
}

/** What is left of a whole number beyond 2^53 names another cart or order than the one that was made. */
function usable(value: unknown): unknown {
  const isInexact = typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value);
  return isInexact || isHole(value) ? null : value;
}

/** A request, and which captured values it needs that no answer gave: with any, it must not be sent. */
export interface CheckedRequest {
  readonly request: ManifestRequest;
  lacks(variables: CallVariables): readonly string[];
}

/**
 * A value that an expression does without (`captured.lane || 'regular'`) is not lacking: only one that
 * was looked for, was nothing, and left nothing in its place.
 */
export function checkedRequest(request: ManifestRequest): CheckedRequest {
  const expressions = templatesIn(request)
    .flatMap(({ text }) => compileTemplate(text))
    .filter((part): part is Evaluate => typeof part !== 'string');
  return {
    request,
    lacks(variables) {
      const lacking = expressions.flatMap((evaluate) => {
        const missed = new Set<string>();
        const value = evaluate({ ...variables, captured: watched(variables.captured, missed) });
        return missed.size > 0 && hasHole(value) ? [...missed] : [];
      });
      return [...new Set(lacking)];
    },
  };
}

/** The captured values, noting which of them are looked for in vain; misspelt names too. */
function watched(captured: Variables, missed: Set<string>): Variables {
  return new Proxy(captured, {
    get(values, name) {
      const value = typeof name === 'string' && Object.hasOwn(values, name) ? values[name] : null;
      if (isHole(value)) missed.add(String(name));
      return value;
    },
  });
}

/** An empty text in place of a number is a hole in an address as much as null is. */
function isHole(value: unknown): boolean {
  return value === null || value === undefined || (typeof value === 'string' && value.trim() === '');
}

function hasHole(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.values(value).some(hasHole);
  return isHole(value);
}
