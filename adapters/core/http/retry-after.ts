/** `Retry-After` in either of its forms (RFC 9110, 10.2.3): seconds or an HTTP date. Null when unreadable. */
export function parseRetryAfter(header: unknown, now: Date): number | null {
  if (typeof header !== 'string') return null;
  const text = header.trim();
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime());
}
