import { z } from 'zod';
import { template, type Template } from './manifest-texts';

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
export const headerName = z
  .string()
  .regex(HEADER_NAME, 'must be the name of a header')
  .refine((name) => !RESERVED_HEADERS.test(name), 'is set by Pasar itself; leave it out');

/** What expressions know things by: steps, captured values, lookups, credentials. */
export const variableName = z
  .string()
  .regex(/^[a-z][A-Za-z0-9]{0,39}$/, 'must be a word of letters and digits that begins in lower case');

const plainRequest = z.strictObject({
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).default('GET'),
  path: template.describe('Appended to `url`; what `${…}` gives is encoded as one segment.'),
  query: z.record(z.string(), z.union([template, z.number(), z.boolean()])).optional(),
  headers: z.record(headerName, template).optional(),
  body: jsonTemplate.optional().describe('Sent as JSON.'),
  form: z.record(z.string(), template).optional().describe('Sent as a form, in place of `body`.'),
});
/** With `graphql` it is meant to be the other kind, whatever else is wrong with it. */
const restRequest: z.ZodType<z.output<typeof plainRequest>, z.input<typeof plainRequest>> = plainRequest
  .extend({ graphql: z.never().optional() })
  .refine(({ body, form }) => body === undefined || form === undefined, {
    path: ['form'],
    message: 'stands in place of body; give one of them',
  });

const graphqlRequest = z.strictObject({
  graphql: z.strictObject({
    query: z.string().min(1).max(20_000).describe('Text of the operation, sent as it stands.'),
    variables: z.record(z.string(), jsonTemplate).optional(),
  }),
  path: template.optional().describe('Where the endpoint is; `url` itself unless given.'),
  headers: z.record(headerName, template).optional(),
});

export const requestSchema = z.union([restRequest, graphqlRequest]);
export type ManifestRequest = z.infer<typeof requestSchema>;
