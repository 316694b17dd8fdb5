/** A shop with envelopes, references and numbered pages, in JSON. */
export const ENVELOPES = JSON.stringify({
  openapi: '3.0.3',
  info: { title: 'Toko Tani API', version: '2' },
  servers: [{ url: 'https://{region}.tani.example/v2/', variables: { region: { default: 'jatim' } } }],
  security: [{ token: [] }],
  paths: {
    '/orders': { get: { responses: { 200: { $ref: '#/components/responses/Orders' } } } },
    '/categories': {
      get: {
        responses: {
          200: {
            content: {
              'application/json': {
                schema: { type: 'array', items: { type: 'object', properties: { id: {}, name: {} } } },
              },
            },
          },
        },
      },
    },
    '/products': {
      parameters: [{ $ref: '#/components/parameters/Page' }],
      get: {
        operationId: 'listProducts',
        parameters: [
          { name: 'per_page', in: 'query', schema: { type: 'integer', maximum: 250 } },
          { name: 'channel', in: 'query', required: true, schema: { type: 'string', enum: ['web', 'pos'] } },
        ],
        responses: { 200: { $ref: '#/components/responses/Products' } },
      },
    },
    '/products/{productId}': {
      get: {
        responses: {
          200: {
            content: {
              'application/json': {
                schema: { type: 'object', properties: { data: { $ref: '#/components/schemas/Product' } } },
              },
            },
          },
        },
      },
      delete: {},
    },
    '/products/{productId}/reviews': { get: { responses: {} } },
  },
  components: {
    securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    parameters: { Page: { name: 'page', in: 'query', schema: { type: 'integer', default: 1 } } },
    responses: {
      Products: {
        content: {
          'application/json': {
            schema: {
              type: 'object',
              properties: {
                data: { type: 'array', items: { $ref: '#/components/schemas/Product' } },
                meta: { type: 'object', properties: { total_count: { type: 'integer' } } },
              },
            },
          },
        },
      },
      Orders: {
        content: {
          'application/json': {
            schema: {
              type: 'array',
              items: { type: 'object', properties: { id: {}, name: {}, price: { type: 'number' } } },
            },
          },
        },
      },
    },
    schemas: {
      Product: {
        type: 'object',
        properties: {
          productId: { type: 'string' },
          sku: { type: 'string' },
          name: { type: 'string' },
          short_description: { type: 'string' },
          price: {
            type: 'object',
            properties: { amount: { type: 'number' }, currency: { type: 'string' } },
          },
          stock_quantity: { type: 'integer' },
          category: { type: 'string', enum: ['Beras', 'Gula'] },
          images: {
            type: 'array',
            items: { type: 'object', properties: { id: { type: 'string' }, src: { type: 'string' } } },
          },
          related: { type: 'array', items: { $ref: '#/components/schemas/Product' } },
          seller: {
            type: 'object',
            properties: { id: { type: 'string' }, name: { type: 'string' }, city: { type: 'string' } },
          },
          'unit-of-measure': { type: 'string' },
          updated_at: { type: 'string' },
        },
      },
    },
  },
});

/** A shop in Indonesian, whose answer is the list, in YAML. */
export const INDONESIAN = `openapi: 3.1.0
info: { title: 'Pasar Rakyat: OpenAPI', version: '1' }
servers: [{ url: /api }]
paths:
  /barang:
    get:
      tags: [barang]
      parameters:
        - { name: limit, in: query, schema: { type: integer } }
        - { name: offset, in: query, schema: { type: integer } }
      responses:
        '200':
          headers: { X-Total-Count: { schema: { type: integer } } }
          content:
            application/json:
              schema:
                type: array
                items: { $ref: '#/components/schemas/Barang' }
  /barang/{kode}:
    get:
      responses:
        '200':
          content: { application/json: { schema: { $ref: '#/components/schemas/Barang' } } }
components:
  securitySchemes:
    kunci: { type: apiKey, in: header, name: X-Api-Key }
  schemas:
    Barang:
      type: object
      properties:
        kode: { type: string }
        nama: { type: [string, 'null'] }
        deskripsi: { type: string }
        harga: { type: integer }
        tersedia: { type: boolean }
        satuan: { type: string }
        kategori: { type: string }
        tkdn: { type: string }
        pdn: { type: boolean }
        ongkir: { type: number }
        gambar: { type: string }
        tautan: { type: string }
`;

/** Cursors, tokens of OAuth 2, prices in cents, and schemas put together. */
export const CURSORS = `openapi: 3.0.0
info: { title: 'x', version: '1' }
servers: [{ url: 'https://api.grosir.example' }]
security: [{ web: [] }, { machine: [catalog.read, stock.read] }]
paths:
  /v1/catalog/items:
    get:
      parameters:
        - { name: page_token, in: query, schema: { type: string } }
        - { name: page_size, in: query, schema: { type: integer, maximum: 5000 } }
      responses:
        default:
          content:
            application/vnd.api+json:
              schema:
                allOf:
                  - { $ref: '#/components/schemas/Paged' }
                  - type: object
                    properties:
                      result:
                        type: object
                        properties:
                          items: { type: array, items: { $ref: '#/components/schemas/Item' } }
  /v1/items/{sku}:
    get:
      responses:
        '200':
          content: { application/json: { schema: { $ref: '#/components/schemas/Item' } } }
components:
  securitySchemes:
    web: { type: oauth2, flows: { authorizationCode: { tokenUrl: 'https://id.example/t', scopes: {} } } }
    machine: { type: oauth2, flows: { clientCredentials: { tokenUrl: /v1/token, scopes: {} } } }
  schemas:
    Paged: { type: object, properties: { next_page_token: { type: string }, total: { type: integer } } }
    Base: { type: object, properties: { sku: { type: string }, title: { type: string } } }
    Item:
      allOf:
        - $ref: '#/components/schemas/Base'
        - type: object
          properties:
            price_cents: { type: integer }
            stock: { type: string }
`;

/** Nothing in it looks like a shop. */
export const NO_SHOP = `openapi: 3.0.0
info: { title: '***' }
paths:
  /health: { get: { responses: { '200': { description: fine } } } }
  /loop: { get: { responses: { '200': { content: { application/json: { schema: { $ref: '#/components/schemas/Loop' } } } } } } }
components: { schemas: { Loop: { $ref: '#/components/schemas/Loop' } } }
`;

/** Valid YAML, and nothing where it belongs. */
export const BROKEN = `openapi: 3.0.0
info: 7
servers: [https://nowhere.example, 4]
security: everyone
paths:
  /products: { get: { parameters: [null, { name: 3 }], responses: [] } }
  /items: null
  /barang: { get: { responses: { '200': { content: { application/json: { schema: { type: array, items: { allOf: 4, properties: { __proto__: { type: string }, sku: 1, name: { type: 9 }, "harga '\\"\\u001b": { type: number }, price: {} } } } } } } } } }
components: [1, 2]
`;
