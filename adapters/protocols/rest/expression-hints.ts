import { nearestNames } from '../../core/nearest-names';
import { FUNCTIONS } from './expression-functions';

/** `error.code == 100`, `price * -1`: JMESPath has no bare numbers but within brackets. */
const BARE_NUMBER = /(?:[<>=!]=?|[<>*/%+×÷-])\s*(-?\d+(?:\.\d+)?)/;
const QUOTED = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`/g;

/** What to do about an expression that does not compile, as a suffix of what is said of it; empty where nothing is known. */
export function expressionHint(expression: string): string {
  const bare = expression.slice(0, 1_000).replace(QUOTED, "''");
  if (bare.includes('${')) return '; here it stands alone, without ${ }';
  const number = BARE_NUMBER.exec(bare)?.[1];
  return number === undefined ? '' : `; a number stands between backticks, as in \`${number}\``;
}

/** Of a function that there is none of; begins with its name. */
export function functionHint(name: string): string {
  return `${name.slice(0, 60)}() is not known; known are ${nearestNames(name, Object.keys(FUNCTIONS))}`;
}
