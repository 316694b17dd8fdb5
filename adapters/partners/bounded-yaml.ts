import { Composer, type CST, type Document, type LineCounter, Parser } from 'yaml';
import { yamlHint } from './yaml-hint';

/** Deeper than any definition. What composes nodes calls itself for each level, and for some of them twice. */
const DEEPEST = 40;
/** More than any definition has: fields, elements of lists, and texts. */
const MOST_TOKENS = 20_000;

/** A document, or what is wrong with a text as YAML. */
export type ReadYaml = { readonly document: Document } | { readonly problem: YamlProblem };

/** What is wrong, and where: an offset into the text. */
export interface YamlProblem {
  readonly offset: number;
  readonly message: string;
}

/**
 * A YAML document out of a stranger's text. Its tokens are looked at first, which takes as long as it has
 * characters: nesting, and groups in place of names, would take powers of that, or all of the stack, to compose.
 */
export function readYaml(text: string, lines: LineCounter): ReadYaml {
  const tokens = [...new Parser(lines.addNewLine).parse(text)];
  const unbounded = problemOf(tokens);
  if (unbounded !== null) return { problem: unbounded };
  // Names that repeat are the caller's to find: the composer compares each with all others.
  const composer = new Composer({ prettyErrors: false, uniqueKeys: false });
  const [document, another] = [...composer.compose(tokens, true, text.length)];
  if (document === undefined) return { problem: { offset: 0, message: 'is empty' } };
  if (another !== undefined) {
    const message = 'must be one document; begin no second one with ---';
    return { problem: { offset: another.range[0], message } };
  }
  // What follows the first is mostly what it led to.
  const [error] = document.errors;
  if (error === undefined) return { document };
  const [offset] = error.pos;
  const hint = yamlHint(error.message, lineAt(text, lines.linePos(offset).line));
  return { problem: { offset, message: `is no YAML: ${error.message}${hint}` } };
}

function lineAt(text: string, line: number): string {
  return text.split('\n', line).at(-1) ?? '';
}

function problemOf(tokens: readonly CST.Token[]): YamlProblem | null {
  const left: { readonly token: CST.Token; readonly depth: number }[] = tokens.map((token) => ({
    token,
    depth: 0,
  }));
  for (let seen = 0; ; seen += 1) {
    const next = left.pop();
    if (next === undefined) return null;
    const { token, depth } = next;
    const offset = 'offset' in token ? token.offset : 0;
    if (depth > DEEPEST) return { offset, message: `must not nest deeper than ${DEEPEST} levels` };
    if (seen > MOST_TOKENS) return { offset, message: `must not have more than ${MOST_TOKENS} values` };
    if (token.type === 'document') {
      if (token.value) left.push({ token: token.value, depth: depth + 1 });
    } else if ('items' in token) {
      for (const { key, value } of token.items) {
        if (key && 'items' in key)
          return { offset: 'offset' in key ? key.offset : offset, message: 'must have texts as names' };
        if (key) left.push({ token: key, depth: depth + 1 });
        if (value) left.push({ token: value, depth: depth + 1 });
      }
    }
  }
}
