/**
 * Names of fields whose values no log may hold, compared without case, `-`, `_` and spaces: what opens
 * doors, and what says who someone is.
 */
const SECRET =
  /^(?:x?client(?:id|secret)|authorization|(?:set)?cookie|pass(?:word|wd|phrase)?|pwd|credentials?)$|(?:secret|token|password|apikey|privatekey|accesskey|secretkey)$/;
const PERSONAL =
  /^(?:e?mail(?:address)?|(?:nomor|no)?(?:phone|telp|telepon|hp|handphone|mobile)(?:number)?|nik|(?:merchant)?npwp|merchantnik|(?:nama|name)(?:pembeli|buyer|penerima|recipient)|(?:buyer|recipient)name|alamat(?:pengiriman|penyedia)?|shippingaddress)$/;

const REDACTED = '[redacted]';
/** Deeper structures, longer lists and longer texts are cut off: a log line is read by people. */
const MAX_DEPTH = 8;
const MAX_ITEMS = 100;
const MAX_TEXT = 4_000;

/** A copy to log: values under secret or personal names are left out, and secrets inside texts too. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (depth >= MAX_DEPTH) return '[cut off]';
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map((item) => redact(item, depth + 1));
  if (value instanceof Error) return redactError(value, depth);
  return Object.fromEntries(
    Object.entries(value).map(([name, held]) => [name, isTelling(name) ? REDACTED : redact(held, depth + 1)]),
  );
}

function isTelling(name: string): boolean {
  const plain = name.toLowerCase().replace(/[-_\s]/g, '');
  return SECRET.test(plain) || PERSONAL.test(plain);
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

/** Every quantifier is bounded: texts come from clients, and a log must not be what stops the process. */
const IN_TEXT: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  [/\b(Bearer|Basic)\s{1,4}[\w.~+/=-]{1,4000}/gi, `$1 ${REDACTED}`],
  [/\beyJ[\w-]{1,2000}\.[\w-]{1,2000}(?:\.[\w-]{0,2000})?/g, REDACTED],
  [/\b((?:set-)?cookie)\s{0,4}:\s{0,4}[^\r\n"]{1,4000}/gi, `$1: ${REDACTED}`],
  [
    /([\w-]{0,20}(?:secret|token|api_?key|api-key|password|passphrase)[\w-]{0,10}["']?\s{0,4}[=:]\s{0,4}["']?)[^&\s"',;]{1,2000}/gi,
    `$1${REDACTED}`,
  ],
  [/:\/\/[^\s@]{1,300}@(?=[\w.[-])/g, `://${REDACTED}@`],
  [/[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}/g, REDACTED],
  // Identity (NIK) and tax numbers (NPWP) have 15 or 16 digits; telephone numbers begin with 08 or +62.
  [/\b\d{15,16}\b/g, REDACTED],
  [/(?:\+62|\b08)[\d -]{8,13}\d/g, REDACTED],
];

/** In addresses, headers and statements: `user:password@`, `secretkey=…`, `Bearer …`, e-mail addresses. */
export function redactText(text: string): string {
  const short = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
  return IN_TEXT.reduce((redacted, [pattern, replacement]) => redacted.replace(pattern, replacement), short);
}
