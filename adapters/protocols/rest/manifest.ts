import { z } from 'zod';
import { authentication } from './manifest-authentication';
import { checkReads } from './manifest-checks';
import { mapping } from './manifest-mapping';
import { checkOrders } from './manifest-order-checks';
import { directOrders } from './manifest-orders';
import { paging } from './manifest-paging';
import { records } from './manifest-records';
import { requestSchema } from './manifest-requests';
import { responses } from './manifest-responses';
import { expression, locator } from './manifest-texts';

/**
 * An existing REST or GraphQL API, described in six closed parts: how to sign in, what to ask, how its
 * lists are paged, where the records are, what their fields mean, and what its answers mean; and, where it
 * takes orders, the calls that place one. Nothing in a manifest runs but JMESPath expressions.
 */
export const restManifest = {
  url: locator.describe('Base address: every path is appended to it.'),
  requestsPerMinute: z.number().int().min(1).max(6_000).default(600),
  authentication: authentication.default({ type: 'none' }),
  requests: z.strictObject({
    feed: requestSchema.describe('The list of everything on offer, page by page.'),
    changes: requestSchema.optional().describe('What changed since `${since}` (ISO 8601), page by page.'),
    byIds: requestSchema.describe('Reads `${sku}`, or all of `${skus}` where `batch` is more than 1.'),
  }),
  batch: z
    .number()
    .int()
    .min(1)
    .max(100)
    .default(1)
    .describe('How many SKUs `byIds` asks for in one request.'),
  paging: paging.default({ type: 'none' }),
  records,
  /** Where single reads answer otherwise than lists. */
  recordsById: z
    .strictObject({ at: expression })
    .optional()
    .describe('Where the record or records are in an answer of `byIds`, when not where the list has them.'),
  mapping,
  responses: responses
    .default([])
    .describe('The first that fits decides; by the HTTP status where none does.'),
  orders: z
    .discriminatedUnion('mode', [
      z.strictObject({ mode: z.literal('none') }),
      z
        .strictObject({ mode: z.literal('page') })
        .describe("Buyers are sent to the offer's own page (`url`)."),
      directOrders.superRefine(checkOrders),
    ])
    .default({ mode: 'none' }),
} as const;

export const restManifestSchema = z.strictObject(restManifest).superRefine(checkReads);
export type RestManifest = z.infer<typeof restManifestSchema>;

export { checkReads, requestSchema };
export type { Authentication } from './manifest-authentication';
export type { AmountMapping, FieldMapping, OfferMapping, Scalar } from './manifest-mapping';
export type { CaptureSource, DirectOrders, OrderStep } from './manifest-orders';
export type { Paging } from './manifest-paging';
export type { JsonTemplate, ManifestRequest } from './manifest-requests';
export type { Records } from './manifest-records';
export type { Meaning, ResponseRule } from './manifest-responses';
export type { Expression, Template } from './manifest-texts';
