import { z } from 'zod';
import { headerName } from './manifest-requests';
import { expression } from './manifest-texts';

/** Where a number of records is told: in the answer, or in a header of it. */
const totalFrom = z.union([expression, z.strictObject({ header: headerName })]);

const size = z.number().int().min(1).max(1_000).default(100).describe('Records of a page: `${pageSize}`.');
/** How a list is read to its end. */
export const paging = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('none'), total: totalFrom.optional() }),
  z.strictObject({
    type: z.literal('page'),
    size,
    first: z.number().int().min(0).max(1).default(1).describe('Number of the first page: `${page}`.'),
    total: totalFrom.optional(),
    last: expression
      .optional()
      .describe('True on the last page. Without it and `total` an empty page ends the list.'),
  }),
  z.strictObject({
    type: z.literal('offset'),
    size,
    total: totalFrom.optional(),
    last: expression.optional(),
  }),
  z.strictObject({
    type: z.literal('cursor'),
    size,
    next: expression.describe('The cursor of the next page: `${cursor}`; nothing on the last.'),
    total: totalFrom.optional(),
  }),
  z
    .strictObject({ type: z.literal('link'), size, total: totalFrom.optional() })
    .describe('The next page is in the header `Link`, rel="next".'),
]);
export type Paging = z.infer<typeof paging>;
