import { z } from 'zod';
import { headerName, requestSchema, variableName } from './manifest-requests';
import { expression } from './manifest-texts';

const sentIn = {
  in: z.enum(['header', 'query']).default('header'),
  name: headerName.describe('Of the header or the query parameter.'),
  prefix: z.string().max(40).default('').describe('Stands before the value, for example "Bearer ".'),
};

/** How requests show that they are Pasar's. */
export const authentication = z.discriminatedUnion('type', [
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
      credentials: z.array(variableName).min(1).max(8),
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
export type Authentication = z.infer<typeof authentication>;
