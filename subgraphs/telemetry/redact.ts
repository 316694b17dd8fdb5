/** Names of fields whose values no log may hold: what opens doors, and what says who someone is. */
const SECRET =
  /^(?:authorization|cookie|set-cookie|password|passwd|pass|secret|token|credentials?|api-?key|private-?key)$|(?:secret|token|password|apikey|api_key)(?:key)?$|^(?:secretkey|x-client-(?:id|secret))$/i;
const PERSONAL =
  /^(?:e-?mail|phone|telp|telepon|no_?telp|no_?hp|hp|mobile|nik|npwp|(?:nama|name)_?(?:pembeli|buyer|penerima|recipient)|(?:buyer|recipient)_?name|alamat(?:_pengiriman|_penyedia)?|shipping_?address)$/i;

const REDACTED = '[redacted]';
/** Deeper structures are cut off: a log line is read by people. */
const MAX_DEPTH = 8;

/** A copy to log: values under secret or personal names are left out, and secrets inside texts too. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (depth >= MAX_DEPTH) return '[cut off]';
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
  if (value instanceof Error) return redactError(value, depth);
  return Object.fromEntries(
    Object.entries(value).map(([name, held]) => [
      name,
      SECRET.test(name) || PERSONAL.test(name) ? REDACTED : redact(held, depth + 1),
    ]),
  );
}

function redactError(error: Error, depth: number): unknown {
  const { name, message, stack, cause } = error;
  return {
    type: name,
    message: redactText(message),
    stack: redactText(stack ?? ''),
    ...(cause === undefined ? {} : { cause: redact(cause, depth + 1) }),
  };
}

/** In addresses, headers and statements: `user:password@`, `secretkey=…`, `Bearer …`, JWTs, e-mail addresses. */
export function redactText(text: string): string {
  return text
    .replace(/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, `$1 ${REDACTED}`)
    .replace(/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, REDACTED)
    .replace(
      /([?&;\s"']|^)((?:secret_?key|client_?secret|token|api_?key|password)["']?\s*[=:]\s*["']?)[^&\s"',;]+/gi,
      `$1$2${REDACTED}`,
    )
    .replace(/:\/\/[^\s/:@]*:[^\s/@]+@/g, `://${REDACTED}@`)
    .replace(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, REDACTED);
}
