import { closingQuote } from './whole-numbers';

/** Some ten levels are usual. Whatever goes down a value by calling itself has room for this many. */
const DEEPEST = 100;
/** What is left of 8 MB that hold little else than brackets and commas would be half a gigabyte when parsed. */
const MOST_VALUES = 2_000_000;

const [QUOTE, COMMA, LIST, LIST_END, OBJECT, OBJECT_END] = Array.from('",[]{}', (c) => c.charCodeAt(0));

/**
 * Throws a SyntaxError for JSON that nests deeper, or holds more values, than any answer of a marketplace; what is
 * no JSON may pass. Looks at the text before it is parsed, and costs a third of that.
 */
export function checkJsonLimits(json: string): void {
  let depth = 0;
  let values = 1;
  for (let at = 0; at < json.length; at += 1) {
    switch (json.charCodeAt(at)) {
      case QUOTE:
        at = closingQuote(json, at);
        break;
      case LIST:
      case OBJECT:
        values += 1;
        depth += 1;
        if (depth > DEEPEST) throw new SyntaxError(`it nests more than ${DEEPEST} levels deep`);
        break;
      case LIST_END:
      case OBJECT_END:
        depth -= 1;
        break;
      case COMMA:
        values += 1;
        if (values > MOST_VALUES) throw new SyntaxError(`it holds more than ${MOST_VALUES} values`);
        break;
    }
  }
}
