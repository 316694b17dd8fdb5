/**
 * The target of the link with relation `next` in a `Link` header (RFC 8288), as it stands there, or none. Null
 * for a header that is malformed: what it was to say is not known, and "no more pages" would be a guess.
 */
export function nextLink(header: string): { readonly target: string | null } | null {
  let rest = header;
  while (rest.trim() !== '') {
    const target = /^[\s,]*<([^>]*)>/.exec(rest);
    if (target === null) return null;
    rest = rest.slice(target[0].length);
    const parameters = new Map<string, string>();
    for (let match = PARAMETER.exec(rest); match !== null; match = PARAMETER.exec(rest)) {
      rest = rest.slice(match[0].length);
      const [, name = '', quoted, token = ''] = match;
      const key = name.toLowerCase();
      // Of a parameter that is given twice the first counts (3.3).
      if (!parameters.has(key)) parameters.set(key, quoted?.replace(/\\(.)/g, '$1') ?? token);
    }
    if (!/^\s*(?:,|$)/.test(rest)) return null;
    // A link with an anchor is one of another page's.
    if (isNext(parameters.get('rel') ?? '') && !parameters.has('anchor'))
      return { target: target[1] ?? null };
  }
  return { target: null };
}

/** `; name`, `; name=token`, `; name="quoted, with commas"`. */
const PARAMETER = /^\s*;\s*([^\s=;,"]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]*)))?/;

/** A link may have several relations; they are words whose case means nothing. */
function isNext(relations: string): boolean {
  return relations.toLowerCase().split(/\s+/).includes('next');
}
