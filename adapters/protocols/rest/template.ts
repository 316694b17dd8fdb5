import { checkExpression, compileExpression, type Evaluate } from './expression';

const LONGEST = 2_000;
const OPEN = '${';

/** Text as it stands, or the value of an expression. */
export type TemplatePart = string | Evaluate;

/** What is wrong with a template, in words that complete the name of its field; null when nothing is. */
export function checkTemplate(text: string): string | null {
  if (text.length > LONGEST) return `must have at most ${LONGEST} characters`;
  try {
    divide(text);
    return null;
  } catch (error) {
    if (error instanceof BadTemplate) return error.message;
    throw error;
  }
}

/** The parts of a template that was checked, in order. */
export function compileTemplate(text: string): readonly TemplatePart[] {
  return divide(text).map((part) => ('text' in part ? part.text : compileExpression(part.expression)));
}

/** The expressions of a template that was checked, in order. */
export function expressionsIn(text: string): readonly string[] {
  return divide(text).flatMap((part) => ('expression' in part ? [part.expression] : []));
}

class BadTemplate extends Error {}

type Part = { readonly text: string } | { readonly expression: string };

function divide(text: string): readonly Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (let open = text.indexOf(OPEN); open !== -1; open = text.indexOf(OPEN, at)) {
    if (open > at) parts.push({ text: text.slice(at, open) });
    const expression = expressionAt(text, open + OPEN.length);
    parts.push({ expression });
    at = open + OPEN.length + expression.length + 1;
  }
  if (at < text.length) parts.push({ text: text.slice(at) });
  return parts;
}

/** Braces stand in expressions too, in pairs, and within quotes any: what is left is the end. */
function expressionAt(text: string, start: number): string {
  const end = endOfExpression(text, start);
  if (end === null) throw new BadTemplate('has a ${ without its }');
  const expression = text.slice(start, end);
  const wrong = checkExpression(expression);
  if (wrong !== null) throw new BadTemplate(wrong);
  return expression;
}

/** Texts, names and literals of JMESPath; a backslash takes the meaning from what follows it. */
const QUOTES: ReadonlySet<string> = new Set(["'", '"', '`']);

function endOfExpression(text: string, start: number): number | null {
  let depth = 0;
  let quote: string | null = null;
  for (let at = start; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (quote !== null) {
      if (char === '\\') at += 1;
      else if (char === quote) quote = null;
    } else if (QUOTES.has(char)) quote = char;
    else if (char === '{') depth += 1;
    else if (char === '}') {
      if (depth === 0) return at;
      depth -= 1;
    }
  }
  return null;
}
