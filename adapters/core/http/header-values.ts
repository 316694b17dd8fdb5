/** What a header may be named (RFC 9110, 5.6.2). */
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** Readable Latin-1: no control character, no line end; what else there is would be left out on the way. */
const VALUE = /^[\u0020-\u007e\u00a0-\u00ff]*$/;

/**
 * Why headers can't be sent as they are, for the log and without their values; null when they can. The HTTP
 * client would drop what it may not send and call with the rest, which is not what was meant.
 */
export function headersProblem(headers: Readonly<Record<string, string>>): string | null {
  for (const [name, value] of Object.entries(headers)) {
    if (!NAME.test(name)) return "a header's name is none";
    if (!VALUE.test(value)) return `header ${name}: its value holds characters that no header may`;
  }
  return null;
}
