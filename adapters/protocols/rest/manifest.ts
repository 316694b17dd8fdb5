import { z } from 'zod';
import { CATEGORIES, type CategoryCode } from '../../core/categories';
import { ORDER_STATES, type OrderState } from '../../core/order/order-states';
import { expression, locator, template, type Expression, type Template } from './manifest-texts';

/**
 * An existing REST or GraphQL API, described in six closed parts: how to sign in, what to ask, how its
 * lists are paged, where the records are, what their fields mean, and what its answers mean; and, where it
 * takes orders, the calls that place one. Nothing in a manifest runs but JMESPath expressions.
 */

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
export type Scalar = z.infer<typeof scalar>;

/** JSON whose texts may hold `${expression}`. */
export type JsonTemplate =
  Template | number | boolean | null | readonly JsonTemplate[] | { readonly [key: string]: JsonTemplate };
const jsonTemplate: z.ZodType<JsonTemplate> = z.lazy(() =>
  z.union([
    template,
    z.number(),
    z.boolean(),
    z.null(),
    z.array(jsonTemplate),
    z.record(z.string(), jsonTemplate),
  ]),
);

const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/;
/** Set by the way that a request travels, and not by whoever describes it. */
const RESERVED_HEADERS =
  /^(?:host|connection|content-length|transfer-encoding|upgrade|te|trailer|proxy-.*)$/i;
const headerName = z
  .string()
  .regex(HEADER_NAME, 'must be the name of a header')
  .refine((name) => !RESERVED_HEADERS.test(name), 'is set by Pasar itself; leave it out');

const restRequest = z
  .strictObject({
    method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).default('GET'),
    path: template.describe('Appended to `url`; what `${…}` gives is encoded as one segment.'),
    query: z.record(z.string(), z.union([template, z.number(), z.boolean()])).optional(),
    headers: z.record(headerName, template).optional(),
    body: jsonTemplate.optional().describe('Sent as JSON.'),
    form: z.record(z.string(), template).optional().describe('Sent as a form, in place of `body`.'),
  })
  .refine(({ body, form }) => body === undefined || form === undefined, {
    path: ['form'],
    message: 'stands in place of body; give one of them',
  });

const graphqlRequest = z.strictObject({
  graphql: z.strictObject({
    query: z.string().min(1).max(20_000).describe('Text of the operation.'),
    variables: z.record(z.string(), jsonTemplate).optional(),
  }),
  path: template.optional().describe('Where the endpoint is; `url` itself unless given.'),
  headers: z.record(headerName, template).optional(),
});

export const requestSchema = z.union([graphqlRequest, restRequest]);
export type ManifestRequest = z.infer<typeof requestSchema>;

const sentIn = {
  in: z.enum(['header', 'query']).default('header'),
  name: headerName.describe('Of the header or the query parameter.'),
  prefix: z.string().max(40).default('').describe('Stands before the value, for example "Bearer ".'),
};

const authentication = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('none') }),
  z.strictObject({ type: z.literal('apiKey'), ...sentIn }).describe('Credential: key.'),
  z.strictObject({ type: z.literal('basic') }).describe('Credentials: username, password.'),
  z.strictObject({ type: z.literal('bearer') }).describe('Credential: token.'),
  z
    .strictObject({
      type: z.literal('oauth2'),
      tokenPath: z.string().describe('Where tokens are made, appended to `url`.'),
      scope: z.string().max(500).optional(),
      clientIn: z.enum(['header', 'body']).default('header'),
    })
    .describe('Client credentials, with refresh. Credentials: clientId, clientSecret.'),
  z
    .strictObject({
      type: z.literal('login'),
      credentials: z
        .array(z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/))
        .min(1)
        .max(8),
      request: requestSchema.describe('`${credentials.name}` holds each of them, here and nowhere else.'),
      token: z.union([
        z.strictObject({ header: headerName }),
        z.strictObject({ body: expression.describe('Where the token is in the answer.') }),
      ]),
      expiresIn: z
        .union([z.number().int().min(1), expression])
        .default(600)
        .describe('Seconds that the token is good for, or where the answer says so.'),
      send: z.strictObject(sentIn),
    })
    .describe('A call that gives a token.'),
]);

/** Where a number of records is told: in the answer, or in a header of it. */
const totalFrom = z.union([expression, z.strictObject({ header: headerName })]);

const size = z.number().int().min(1).max(1_000).default(100).describe('Records of a page: `${pageSize}`.');
const paging = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('none'), total: totalFrom.optional() }),
  z.strictObject({
    type: z.literal('page'),
    size,
    first: z.number().int().min(0).max(1).default(1).describe('Number of the first page: `${page}`.'),
    total: totalFrom.optional(),
    last: expression.optional().describe('True on the last page. Otherwise a page that is not full is.'),
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

const records = z.strictObject({
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
      z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/),
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

const mapped = z.strictObject({
  from: expression,
  values: z.record(z.string(), scalar).optional().describe('What each value there means.'),
  default: scalar.optional().describe('Where there is nothing, or nothing known.'),
});
const constant = z.strictObject({ constant: scalar });
const field = z.union([expression, mapped, constant]);
const amountField = z.union([
  expression,
  mapped.extend({
    minorUnits: z.number().int().min(0).max(6).optional().describe('12345 is 123.45 where this is 2.'),
    decimalComma: z.boolean().optional().describe('1.234,50 is 1234.50.'),
  }),
  constant,
]);
export type FieldMapping = z.infer<typeof field>;
export type AmountMapping = z.infer<typeof amountField>;

const categoryCodes = CATEGORIES.map(({ code }) => code) as [CategoryCode, ...CategoryCode[]];
const mapping = z
  .strictObject({
    sku: field.describe("The seller's article number (SKU): what `byIds` asks by."),
    title: field.describe('Name of the product (nama produk).'),
    description: field.optional(),
    price: amountField.describe('What one unit costs (harga), in rupiah.'),
    tax: field.default({ constant: 'UNKNOWN' }).describe('INCLUDED, EXCLUDED, EXEMPT or UNKNOWN (PPN).'),
    stock: z
      .discriminatedUnion('type', [
        z.strictObject({ type: z.literal('none') }),
        z.strictObject({ type: z.literal('quantity'), quantity: amountField }),
        z.strictObject({ type: z.literal('availability'), available: field }),
      ])
      .describe('A number of units, only yes or no (true or false), or nothing (stok).'),
    unit: field.optional().describe('Unit of sale (satuan).'),
    seller: z
      .strictObject({
        code: field,
        name: field,
        location: field.optional().describe('Kota Malang, MALANG (KOTA), an address, or a code like 35.73.'),
        smallBusiness: field.optional().describe('Micro or small business (UMK): true or false.'),
      })
      .optional()
      .describe('The marketplace itself, where it is the only seller.'),
    category: z
      .strictObject({ from: expression, values: z.record(z.string(), z.enum(categoryCodes)) })
      .optional()
      .describe("Pasar's code for each of your categories; `other` for the rest."),
    domesticProduct: field.optional().describe('Domestic product (PDN): true or false.'),
    tkdn: amountField.optional().describe('Domestic content (TKDN) in percent.'),
    shippingFee: amountField.optional().describe('In rupiah (ongkos kirim).'),
    url: field.optional().describe("The offer's own page."),
    imageUrl: field.optional(),
    updatedAt: field.optional().describe('ISO 8601, or seconds or milliseconds since 1970.'),
  })
  .describe('Expressions over `product`, `variant` and lookups.');

/** What an answer can mean. */
export const MEANINGS = ['ok', 'missing', 'retry', 'rate-limited', 'refused', 'unauthenticated'] as const;
export type Meaning = (typeof MEANINGS)[number];
const REASONS = ['NOT_ACCEPTED', 'UNKNOWN_OFFER', 'OUT_OF_STOCK', 'TOO_LATE', 'UNKNOWN_ORDER'] as const;

const response = z
  .strictObject({
    status: z
      .union([z.number().int().min(100).max(599), z.array(z.number().int().min(100).max(599)).min(1)])
      .optional(),
    when: expression.optional().describe('True of the answer.'),
    means: z.enum(MEANINGS),
    wait: z
      .union([expression, z.strictObject({ header: headerName })])
      .optional()
      .describe('Seconds.'),
    reason: z.enum(REASONS).optional().describe('Of a refusal.'),
  })
  .refine(({ status, when }) => status !== undefined || when !== undefined, {
    message: 'needs a status, or a condition (when), or both',
  });
export type ResponseRule = z.infer<typeof response>;

const step = z.strictObject({
  name: z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/),
  request: requestSchema,
  capture: z
    .record(z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/), expression)
    .optional()
    .describe('Values out of the answer, `${captured.name}` in what follows.'),
  undo: requestSchema.optional().describe('Sent when a later step is refused, the last step first.'),
  undoWhenRefused: z
    .boolean()
    .default(false)
    .describe('The refused step itself is undone too: its refusal may have left something behind.'),
});
export type OrderStep = z.infer<typeof step>;

const orderStates = Object.keys(ORDER_STATES) as [OrderState, ...OrderState[]];
const find = z.strictObject({
  request: requestSchema,
  found: expression.describe('True where the answer shows the order.'),
  capture: z.record(z.string(), expression).optional(),
});

const orders = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('none') }),
  z.strictObject({ mode: z.literal('page') }).describe("Buyers are sent to the offer's own page (`url`)."),
  z
    .strictObject({
      mode: z.literal('direct'),
      find: find.describe('Asks for an order by `${order.reference}`, before anything is sent again.'),
      place: z.array(step).min(1).max(10),
      cancel: z.array(step).min(1).max(5).optional(),
      status: z
        .strictObject({
          request: requestSchema,
          state: z.strictObject({
            from: expression.describe("The shop's own word, nothing for an order that it doesn't know."),
            values: z.record(z.string(), z.enum(orderStates)),
          }),
          at: field.optional().describe('When it came into this state.'),
        })
        .optional(),
    })
    .describe('`order` in expressions: see docs/partners.md.'),
]);

export const restManifest = {
  url: locator.describe('Base address: every path is appended to it.'),
  requestsPerMinute: z.number().int().min(1).max(6_000).default(600),
  authentication: authentication.default({ type: 'none' }),
  requests: z.strictObject({
    feed: requestSchema.describe('The list of everything on offer, page by page.'),
    changes: requestSchema.optional().describe('What changed since `${since}` (ISO 8601), page by page.'),
    byIds: z
      .union([graphqlRequest, restRequest])
      .describe('Reads `${sku}`, or all of `${skus}` where `batch` is more than 1.'),
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
  responses: z
    .array(response)
    .max(40)
    .default([])
    .describe('The first that fits decides; by the HTTP status where none does.'),
  orders: orders.default({ mode: 'none' }),
} as const;

export const restManifestSchema = z.strictObject(restManifest);
export type RestManifest = z.infer<typeof restManifestSchema>;
export type Authentication = RestManifest['authentication'];
export type Paging = RestManifest['paging'];
export type Records = RestManifest['records'];
export type OfferMapping = RestManifest['mapping'];
export type DirectOrders = Extract<RestManifest['orders'], { mode: 'direct' }>;
export type { Expression, Template };
