import { z } from 'zod';
import { headerName } from './manifest-requests';
import { expression } from './manifest-texts';

/** What an answer can mean. */
const MEANINGS = ['ok', 'missing', 'retry', 'rate-limited', 'refused', 'unauthenticated'] as const;
export type Meaning = (typeof MEANINGS)[number];
const REASONS = ['NOT_ACCEPTED', 'UNKNOWN_OFFER', 'OUT_OF_STOCK', 'TOO_LATE', 'UNKNOWN_ORDER'] as const;

const status = z.number().int().min(100).max(599);
const response = z
  .strictObject({
    status: z.union([status, z.array(status).min(1)]).optional(),
    when: expression.optional().describe('True of the answer.'),
    means: z.enum(MEANINGS),
    wait: z
      .union([expression, z.strictObject({ header: headerName })])
      .optional()
      .describe('Seconds.'),
    reason: z
      .enum(REASONS)
      .optional()
      .describe('Of a refusal. Unless given, NOT_ACCEPTED of an order and TOO_LATE of a cancellation.'),
  })
  .refine(({ status: of, when }) => of !== undefined || when !== undefined, {
    message: 'needs a status, or a condition (when), or both',
  });

/** Rules by which answers are understood: the first that fits decides. */
export const responses = z.array(response).max(40);
export type ResponseRule = z.infer<typeof response>;
