import { z } from 'zod';
import { parseMarketplaceId, type MarketplaceId } from '../core/ids';
import { checkReads, restManifest } from '../protocols/rest/manifest';
import { locator } from '../protocols/rest/manifest-texts';

/**
 * How a marketplace joins (`*.pasar.yaml`): who it is, and one of three ways to be read. It speaks a protocol
 * that is known here, or its own API is described, or it brings a federated subgraph of its own. Secrets are
 * given apart: a definition is no secret.
 */
const about = {
  pasar: z.literal(1).describe('Version of this format.'),
  id: z
    .string()
    .refine(
      (text) => parseMarketplaceId(text) !== null,
      'must be lower-case words with hyphens, for example toko-tani',
    )
    .transform((text) => text as MarketplaceId)
    .describe('Short and for good: it is part of every offer and order id.'),
  name: z
    .string()
    .trim()
    .min(1)
    .max(80)
    // What can't be seen, or looks like a letter and is another, makes two names look alike.
    .regex(/^[\p{Script=Latin}\p{M}\p{Nd}\p{P}\p{S} ]*$/u, {
      error: 'must be Latin letters, digits, signs and blanks',
    })
    .describe('What people call the marketplace.'),
};

const tokoDaring = z
  .strictObject({
    ...about,
    protocol: z.literal('toko-daring'),
    url: locator.describe("The product pull's own address."),
    signOn: z
      .strictObject({
        url: locator.describe('Where buyers are announced (SSO).'),
        shopUrl: locator.describe('Where their browsers are sent.'),
      })
      .optional()
      .describe('Without it nothing is ordered through Pasar.'),
    orderStatusUrl: locator.optional().describe('Where statuses of orders can be asked.'),
  })
  .describe('A member of LKPP Toko Daring. Credentials: clientId, clientSecret.');

const sellerFeed = z
  .strictObject({
    ...about,
    protocol: z.literal('seller-feed'),
    url: locator.describe('What all_produk, updated_produk and produk are appended to.'),
    seller: z
      .strictObject({
        code: z.string().trim().min(1).max(60),
        name: z.string().trim().min(1).max(200),
        location: z.string().max(200).optional(),
        smallBusiness: z.boolean().optional(),
      })
      .optional()
      .describe('The marketplace itself unless given.'),
  })
  .describe('An e-Katalog v5 seller feed. Credential: secret.');

const cxml = z
  .strictObject({
    ...about,
    protocol: z.literal('cxml'),
    url: locator.describe('Where cXML is posted.'),
    catalogueUrl: locator.optional().describe('The CIF 3.0 catalogue; `url` + /catalog.cif unless given.'),
    ordering: z.enum(['DIRECT', 'PUNCHOUT', 'NONE']).default('DIRECT'),
  })
  .describe('A cXML supplier. Credentials: identity, supplierIdentity, sharedSecret.');

const federation = z
  .strictObject({
    ...about,
    protocol: z.literal('federation'),
    url: locator.describe('The GraphQL endpoint of the subgraph.'),
    ordering: z.enum(['page', 'none']).default('page').describe("page: on each offer's own page (`url`)."),
  })
  .describe('A federated subgraph of its own. Credential: token, sent as a bearer token; may be left out.');

const rest = z
  .strictObject({ ...about, protocol: z.literal('rest'), ...restManifest })
  .superRefine(checkReads)
  .describe('An existing REST or GraphQL API, described.');

export const partnerDefinitionSchema = z.discriminatedUnion('protocol', [
  rest,
  tokoDaring,
  sellerFeed,
  cxml,
  federation,
]);
export type PartnerDefinition = z.infer<typeof partnerDefinitionSchema>;
export type PartnerDefinitionOf<Protocol extends PartnerDefinition['protocol']> = Extract<
  PartnerDefinition,
  { protocol: Protocol }
>;

/** The names of secrets that may be left out: some subgraphs ask for none. */
export function optionalCredentialNames({ protocol }: PartnerDefinition): readonly string[] {
  return protocol === 'federation' ? ['token'] : [];
}

/** The names of the secrets that a definition needs. */
export function credentialNames(definition: PartnerDefinition): readonly string[] {
  switch (definition.protocol) {
    case 'toko-daring':
      return ['clientId', 'clientSecret'];
    case 'seller-feed':
      return ['secret'];
    case 'cxml':
      return ['identity', 'supplierIdentity', 'sharedSecret'];
    case 'federation':
      return [];
    case 'rest':
      return namesOf(definition.authentication);
  }
}

function namesOf(authentication: PartnerDefinitionOf<'rest'>['authentication']): readonly string[] {
  switch (authentication.type) {
    case 'none':
      return [];
    case 'apiKey':
      return ['key'];
    case 'basic':
      return ['username', 'password'];
    case 'bearer':
      return ['token'];
    case 'oauth2':
      return ['clientId', 'clientSecret'];
    case 'login':
      return authentication.credentials;
  }
}
