import type { Draft } from './draft';
import { ID_NOTE } from './rest';

const ABOUT = { pasar: 1, id: 'toko-contoh', name: 'Toko Contoh' } as const;
const NOTES = { id: `TODO ${ID_NOTE}`, name: 'TODO What people call the marketplace.' };

/** Definitions of marketplaces whose protocol is known here: little more than addresses. */
export const OTHER_DRAFTS = {
  'toko-daring': {
    value: {
      ...ABOUT,
      protocol: 'toko-daring',
      url: 'https://toko-contoh.example/api/products',
      signOn: {
        url: 'https://toko-contoh.example/api/sso/auth',
        shopUrl: 'https://toko-contoh.example/sso',
      },
    },
    notes: {
      ...NOTES,
      url: "TODO The product pull's own address. Credentials: clientId, clientSecret.",
      signOn: 'TODO How buyers are handed over (SSO). Leave it out, and nothing is ordered through Pasar.',
      'signOn.url': 'Where buyers are announced.',
      'signOn.shopUrl': 'Where their browsers are sent.',
    },
  },
  'seller-feed': {
    value: {
      ...ABOUT,
      protocol: 'seller-feed',
      url: 'https://toko-contoh.example/ekatalog',
      seller: {
        code: 'TOKO-CONTOH',
        name: 'Toko Contoh',
        location: 'Kota Malang',
        smallBusiness: true,
      },
    },
    notes: {
      ...NOTES,
      url: 'TODO What all_produk, updated_produk and produk are appended to. Credential: secret.',
      seller: 'TODO Who sells; leave it out where it is the marketplace itself.',
      'seller.location': 'Kota Malang, Kab. Malang, or a code such as 35.73.',
      'seller.smallBusiness': 'Micro or small business (UMK).',
    },
  },
  cxml: {
    value: {
      ...ABOUT,
      protocol: 'cxml',
      url: 'https://toko-contoh.example/cxml',
      catalogueUrl: 'https://toko-contoh.example/catalog.cif',
      ordering: 'DIRECT',
    },
    notes: {
      ...NOTES,
      url: 'TODO Where cXML is posted. Credentials: identity, supplierIdentity, sharedSecret.',
      catalogueUrl: 'TODO The CIF 3.0 catalogue, read with identity and sharedSecret (HTTP Basic).',
      ordering: 'DIRECT (OrderRequest), PUNCHOUT (a basket on your pages first) or NONE.',
    },
  },
  federation: {
    value: {
      ...ABOUT,
      protocol: 'federation',
      url: 'https://toko-contoh.example/graphql',
      ordering: 'page',
    },
    notes: {
      ...NOTES,
      url:
        'TODO The GraphQL endpoint of your subgraph; what its SDL needs is in docs/partners.md.\n' +
        'Credential, where it asks for one: token.',
      ordering: "page: buyers order on the offer's own page (url); none.",
    },
  },
} as const satisfies Record<string, Draft>;
