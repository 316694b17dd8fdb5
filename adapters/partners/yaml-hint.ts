/** How a value begins that YAML takes for something else than a text. */
const SPECIAL = /^\s*(?:- )?(?:[^\s'"#:][^'":]*:\s+)?([[{*@`%&!|>])/;
/** `{ path: ${order.reference} }`, outside of quotes. */
const BARE_IN_FLOW = /[{[](?:(?:[^'"]|'[^']*'|"[^"]*")*?[:,[])?\s*\$\{/;

/**
 * What to do about a line that YAML does not take, as a suffix of what is said of it; empty where nothing is
 * known. Expressions begin with signs that mean something to YAML: that is what mostly is behind it.
 */
export function yamlHint(message: string, lineText: string): string {
  const line = lineText.slice(0, 500);
  if (/tab/i.test(message) && line.includes('\t')) return '; indent with blanks';
  if (BARE_IN_FLOW.test(line)) return "; within { } and [ ] every ${…} is quoted, as in { id: '${sku}' }";
  // One bracket too many.
  if (/flow-(?:map|seq)-end/.test(message)) return '';
  const sign = SPECIAL.exec(line)?.[1];
  if (sign !== undefined) return `; a text that begins with ${sign} is quoted, as in '${sign}…'`;
  if (/nested mappings|implicit/i.test(message)) return "; a text that holds ': ' is quoted";
  return '';
}
