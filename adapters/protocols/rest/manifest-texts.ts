import { z } from 'zod';
import { checkExpression } from './expression';
import { checkTemplate } from './template';

declare const brand: unique symbol;
/** A JMESPath expression that compiles and whose cost is bounded. */
export type Expression = string & { readonly [brand]: 'Expression' };
/** Text with `${expression}` in it, or none. */
export type Template = string & { readonly [brand]: 'Template' };

/** zod texts whose problem is told in words that complete the name of the field. */
function checked<T extends string>(check: (text: string) => string | null) {
  return z
    .string()
    .superRefine((text, context) => {
      const problem = check(text);
      if (problem !== null) context.addIssue({ code: 'custom', message: problem });
    })
    .transform((text) => text as T);
}

export const expression = checked<Expression>(checkExpression).describe('A JMESPath expression.');
export const template = checked<Template>(checkTemplate);

/** An address without credentials, query or fragment; whether it may be called is decided when it is. */
export const locator = z.string().superRefine((text, context) => {
  const problem = locatorProblem(text);
  if (problem !== null) context.addIssue({ code: 'custom', message: problem });
});

function locatorProblem(text: string): string | null {
  if (text.length > 500 || !URL.canParse(text)) return 'must be an address, https://…';
  const { protocol, username, password, search, hash } = new URL(text);
  if (protocol !== 'https:' && protocol !== 'http:') return 'must be an address, https://…';
  if (username !== '' || password !== '') return 'must not hold credentials; give them apart';
  if (search !== '' || hash !== '') return 'must end with its path; a query belongs to the requests';
  return null;
}
