import { z } from 'zod';
import { requestSchema, variableName } from './manifest-requests';
import { expression } from './manifest-texts';

/** What expressions call a record and, where it has them, its variant. */
export const RECORD_VARIABLES: readonly string[] = ['product', 'variant'];

/** Where the records are in an answer, and what else belongs to each. */
export const records = z.strictObject({
  at: expression.describe('Where the list is in the answer; `@` where the answer is the list.'),
  variants: expression
    .optional()
    .describe('Where a product lists its variants; each is an offer, `variant` in expressions.'),
  withoutVariants: z
    .enum(['skip', 'itself'])
    .default('itself')
    .describe('What a product without variants is: no offer, or one by itself.'),
  lookups: z
    .record(
      variableName.refine(
        (name) => !RECORD_VARIABLES.includes(name),
        'is what expressions call the record itself; choose another name',
      ),
      z.strictObject({
        request: requestSchema.describe('`${keys}` holds the keys of the records of a page.'),
        at: expression,
        key: expression.describe('The key, in a record of the lookup.'),
        of: expression.describe('The same key, of an offer: for example `product.id`.'),
      }),
    )
    .optional()
    .describe('A second request that supplies more for a page, found in expressions under this name.'),
});
export type Records = z.infer<typeof records>;
