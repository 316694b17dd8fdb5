import { readDefinition, type DefinitionProblem } from '../../../adapters/partners/read-definition';

const RIGHT = `pasar: 1
id: toko-anu
name: Toko Anu
protocol: rest
url: https://api.toko-anu.example/v1
authentication:
  type: login
  credentials: [user, password]
  request: { method: POST, path: /login, body: { user: '\${credentials.user}', pass: '\${credentials.password}' } }
  token: { body: token }
  send: { name: X-Token }
requests:
  feed: { path: /goods, query: { page: '\${page}', size: '\${pageSize}' } }
  changes: { path: /goods, query: { page: '\${page}', since: '\${since}' } }
  byIds: { path: '/goods/\${sku}', query: { of: '\${seller}' } }
paging: { type: page, total: total }
records:
  at: data
  variants: product.variants
  lookups:
    stock: { request: { path: /stock, query: { ids: '\${keys}' } }, at: rows, key: id, of: product.id }
mapping:
  sku: not_null(variant.sku, product.sku)
  title: product.name
  price: { from: product.price, minorUnits: 2 }
  stock: { type: quantity, quantity: stock.count }
  seller:
    code: product.shop.code
    name: product.shop.name
responses:
  - { status: 429, means: rate-limited }
orders:
  mode: direct
  find:
    request: { path: /orders, query: { ref: '\${order.reference}' } }
    reference: orders[*].ref
    capture: { id: 'orders[0].id' }
  place:
    - name: cart
      request: { method: POST, path: /carts }
      capture: { cart: { header: Location, lastSegment: true } }
      undo: { method: DELETE, path: '/carts/\${captured.cart}' }
    - name: lines
      each: order.lines
      request: { method: POST, path: '/carts/\${captured.cart}/lines', body: { sku: '\${item.sku}' } }
      capture: { line: id }
      undo: { method: DELETE, path: '/lines/\${captured.line}' }
    - name: confirm
      request: { method: POST, path: '/carts/\${captured.cart}', body: { n: '\${length(captured.line)}' } }
  cancel:
    - name: cancel
      request: { method: DELETE, path: '/orders/\${captured.id}' }
  status:
    request: { path: /orders, query: { ref: '\${order.reference}' } }
    state: { from: 'orders[0].state', values: { baru: CONFIRMED } }
`;

function said(problems: readonly DefinitionProblem[]): readonly string[] {
  return problems.map(({ line, column, path, message }) => `${line}:${column} ${path}: ${message}`);
}

/** What is wrong once a part of the right definition is replaced. */
function problemsOf(part: string, replacement: string): readonly string[] {
  if (!RIGHT.includes(part)) throw new Error(`the definition has no "${part}"`);
  return said(readDefinition(RIGHT.replace(part, () => replacement)).problems);
}

it('a definition that is right has no problems', () => {
  const { definition, problems } = readDefinition(RIGHT);
  expect(said(problems)).toEqual([]);
  expect(definition).toMatchObject({ id: 'toko-anu', protocol: 'rest', paging: { size: 100, first: 1 } });
});

const SHAPES: readonly (readonly [part: string, replacement: string, ...problems: string[]])[] = [
  ['name: Toko Anu\n', '', '1:1 name: is missing'],
  ['name: Toko Anu', 'name:', '3:6 name: has no value; it must be a text'],
  ['name: Toko Anu', 'name: 5', '3:7 name: must be a text; write it in quotes'],
  ['name: Toko Anu', 'name: ""', '3:7 name: must not be empty'],
  ['name: Toko Anu', `name: ${'x'.repeat(81)}`, '3:7 name: must have at most 80 characters'],
  ['name: Toko Anu', 'name: [a]', '3:7 name: must be a text'],
  ['id: toko-anu', 'id: Toko Anu', '2:5 id: must be lower-case words with hyphens, for example toko-tani'],
  ['pasar: 1', 'pasar: 2', '1:8 pasar: must be 1'],
  [
    'protocol: rest',
    'protocol: soap',
    '4:11 protocol: must be one of rest, toko-daring, seller-feed, cxml, federation',
  ],
  [
    'protocol: rest\n',
    '',
    '1:1 protocol: is missing; it must be one of rest, toko-daring, seller-feed, cxml, federation',
  ],
  ['url: https://api.toko-anu.example/v1', 'url: ftp://toko', '5:6 url: must be an address, https://…'],
  [
    'paging: { type: page, total: total }',
    'paging: { type: pages }',
    '16:17 paging.type: must be one of none, page, offset, cursor, link',
  ],
  [
    'paging: { type: page, total: total }',
    'paging: { total: total }',
    '16:9 paging.type: is missing; it must be one of none, page, offset, cursor, link',
  ],
  ['paging: { type: page, total: total }', 'paging: 5', '16:9 paging: must be a group of fields'],
  ['total: total', 'total: total, size: 0', '16:43 paging.size: must be at least 1'],
  ['total: total', 'total: total, size: 1001', '16:43 paging.size: must be at most 1000'],
  ['total: total', 'total: total, size: 1.5', '16:43 paging.size: must be a whole number'],
  ['total: total', 'total: total, size: "10"', '16:43 paging.size: must be a number'],
  [
    'total: total',
    'totals: total',
    '16:23 paging.totals: is not known here; known are total, type, last, size, first',
  ],
  ['total: total', 'total: 5', '16:30 paging.total: must be a text or a group of fields'],
  ['total: total', 'total: [a]', '16:30 paging.total: must be a text or a group of fields'],
  [
    'total: total',
    'total: a b',
    '16:30 paging.total: is no JMESPath expression: Syntax error: unexpected token type: UnquotedIdentifier, value: b',
  ],
  ['total: total', 'total: { header: "a b" }', '16:40 paging.total.header: must be the name of a header'],
  [
    'total: total',
    'total: { headers: X-Total }',
    '16:30 paging.total.header: is missing',
    '16:32 paging.total.headers: is not known here; known are header',
  ],
  [
    'byIds: { path',
    'byIds: { pth',
    '15:10 requests.byIds.path: is missing',
    '15:12 requests.byIds.pth: is not known here; known are path, method, body, form, query, graphql, headers',
  ],
  ["  byIds: { path: '/goods/${sku}', query: { of: '${seller}' } }\n", '', '13:3 requests.byIds: is missing'],
  [
    "feed: { path: /goods, query: { page: '${page}', size: '${pageSize}' } }",
    'feed: {}',
    '13:9 requests.feed.path: is missing',
  ],
  [
    "feed: { path: /goods, query: { page: '${page}', size: '${pageSize}' } }",
    'feed: /goods',
    '13:9 requests.feed: must be a group of fields',
  ],
  [
    'feed: { path: /goods',
    'feed: { method: HEAD, path: /goods',
    '13:19 requests.feed.method: must be one of GET, POST, PUT, PATCH, DELETE',
  ],
  [
    "size: '${pageSize}'",
    'size: [10]',
    '13:57 requests.feed.query.size: must be a text, a number, or true or false',
  ],
  ["size: '${pageSize}'", "size: '${pageSize'", '13:57 requests.feed.query.size: has a ${ without its }'],
  [
    "size: '${pageSize}'",
    "size: '${page Size}'",
    '13:57 requests.feed.query.size: is no JMESPath expression: Syntax error: unexpected token type: UnquotedIdentifier, value: Size',
  ],
  [
    "size: '${pageSize}' }",
    "size: '${pageSize}' }, headers: { Host: x }",
    '13:85 requests.feed.headers.Host: is set by Pasar itself; leave it out',
  ],
  [
    "size: '${pageSize}' }",
    "size: '${pageSize}' }, body: {}, form: {}",
    '13:90 requests.feed.form: stands in place of body; give one of them',
  ],
  [
    'feed: { path: /goods',
    'feed: { graphql: { query: 5 }, path: /goods',
    '13:29 requests.feed.graphql.query: must be a text; write it in quotes',
    '13:48 requests.feed.query: is not known here; known are path, headers, graphql',
  ],
  [
    'credentials: [user, password]',
    'credentials: []',
    '8:16 authentication.credentials: must not be empty',
    '9:56 authentication.request.body.user: `credentials.user` is not known here; nothing is known of `credentials`',
    '9:85 authentication.request.body.pass: `credentials.password` is not known here; nothing is known of `credentials`',
  ],
  [
    'credentials: [user, password]',
    'credentials: [User]',
    '8:17 authentication.credentials.0: must be a word of letters and digits that begins in lower case',
    '9:56 authentication.request.body.user: `credentials.user` is not known here; known of `credentials` is User',
    '9:85 authentication.request.body.pass: `credentials.password` is not known here; known of `credentials` is User',
  ],
  [
    'type: login',
    'type: digest',
    '7:9 authentication.type: must be one of none, apiKey, basic, bearer, oauth2, login',
  ],
  [
    'send: { name: X-Token }',
    'send: { name: X-Token }\n  expiresIn: a b',
    '12:14 authentication.expiresIn: is no JMESPath expression: Syntax error: unexpected token type: UnquotedIdentifier, value: b',
  ],
  [
    'at: data\n',
    'at: map(data, data)\n',
    '18:7 records.at: must give map() an expression (&…) as argument 1',
  ],
  ['at: data\n', 'at: data.toString\n', '18:7 records.at: must not ask for "toString"'],
  ['at: data\n', "at: ''\n", '18:7 records.at: must not be empty'],
  [
    'stock: { request',
    'product: { request',
    '21:5 records.lookups.product: is what expressions call the record itself; choose another name',
  ],
  [
    'price: { from: product.price, minorUnits: 2 }',
    'price: { frm: product.price, minorUnits: 2 }',
    '25:10 mapping.price.from: is missing',
    '25:12 mapping.price.frm: is not known here; known are from, values, default, minorUnits, decimalComma',
  ],
  [
    'price: { from: product.price, minorUnits: 2 }',
    'price: { from: product.price, minorUnits: 9 }',
    '25:45 mapping.price.minorUnits: must be at most 6',
  ],
  [
    'price: { from: product.price, minorUnits: 2 }',
    'price:',
    '25:9 mapping.price: has no value; it must be a text or a group of fields',
  ],
  [
    'price: { from: product.price, minorUnits: 2 }',
    'price: 100',
    '25:10 mapping.price: must be a text or a group of fields',
  ],
  [
    'quantity: stock.count',
    'available: stock.count',
    '26:10 mapping.stock.quantity: is missing',
    '26:28 mapping.stock.available: is not known here; known are type, quantity',
  ],
  [
    'means: rate-limited',
    'means: slow-down',
    '31:27 responses.0.means: must be one of ok, missing, retry, rate-limited, refused, unauthenticated',
  ],
  [
    ', means: rate-limited',
    '',
    '31:5 responses.0.means: is missing; it must be one of ok, missing, retry, rate-limited, refused, unauthenticated',
  ],
  ['status: 429, ', '', '31:5 responses.0: needs a status, or a condition (when), or both'],
  ['status: 429', 'status: viele', '31:15 responses.0.status: must be a number or a list'],
  ['status: 429', 'status: 42', '31:15 responses.0.status: must be at least 100'],
  ['mode: direct', 'mode: cart', '33:9 orders.mode: must be one of none, page, direct'],
  ['    reference: orders[*].ref\n', '', '35:5 orders.find: needs reference, or found, or both'],
  [
    "capture: { id: 'orders[0].id' }",
    "capture: { 'the id': 'orders[0].id' }",
    '37:16 orders.find.capture.the id: must be a word of letters and digits that begins in lower case',
  ],
  [
    "capture: { id: 'orders[0].id' }",
    'capture: { id: { header: Location, lastPart: true } }',
    '37:40 orders.find.capture.id.lastPart: is not known here; known are lastSegment, header',
  ],
  [
    '- name: cart\n',
    '- name: Cart!\n',
    '39:13 orders.place.0.name: must be a word of letters and digits that begins in lower case',
  ],
  [
    'baru: CONFIRMED',
    'baru: OK',
    '55:55 orders.status.state.values.baru: must be one of DRAFT, NEGOTIATING, AWAITING_APPROVAL, CONFIRMED, PROCESSING, SHIPPED, PARTLY_RECEIVED, RECEIVED, PAYMENT_PENDING, PAID, COMPLETED, CANCELLED, REFUSED, EXPIRED',
  ],
  ["state: { from: 'orders[0].state', ", 'state: { ', '55:12 orders.status.state.from: is missing'],
];

describe('a value of the wrong kind, or none', () => {
  it.each(SHAPES)('%s → %s', (part, replacement, ...problems) => {
    expect(problemsOf(part, replacement)).toEqual(problems);
  });
});

const NOT_HERE =
  '`credentials` are known in the request that signs in (authentication.request) and nowhere else';

const NAMES: readonly (readonly [part: string, replacement: string, ...problems: string[]])[] = [
  // What is read.
  ['${page}', '${pge}', '13:40 requests.feed.query.page: `pge` is not known here; known are page, pageSize'],
  [
    '${page}',
    '${since}',
    '13:40 requests.feed.query.page: `since` is not known here; known are page, pageSize',
  ],
  [
    '${page}',
    '${offset}',
    '13:40 requests.feed.query.page: `offset` is not known here; known are page, pageSize',
  ],
  [
    '{ type: page, total: total }',
    '{ type: none }',
    '13:40 requests.feed.query.page: `page` is not known here; nothing is known',
    '13:57 requests.feed.query.size: `pageSize` is not known here; nothing is known',
    '14:43 requests.changes.query.page: `page` is not known here; known is since',
  ],
  [
    '${since}',
    '${snce}',
    '14:61 requests.changes.query.since: `snce` is not known here; known are page, pageSize, since',
  ],
  [
    '/goods/${sku}',
    '/goods/${id}',
    '15:18 requests.byIds.path: `id` is not known here; known are sku, skus, seller, keys',
  ],
  [
    "of: '${seller}'",
    "of: 'x-${to_string(seler)}'",
    '15:48 requests.byIds.query.of: `seler` is not known here; known are sku, skus, seller, keys',
  ],
  [
    '${keys}',
    '${skus}',
    '21:53 records.lookups.stock.request.query.ids: `skus` is not known here; known is keys',
  ],
  [
    'of: product.id',
    'of: id',
    '21:91 records.lookups.stock.of: `id` is not known here; known are product, variant',
  ],
  [
    'of: product.id',
    'of: stock.id',
    '21:91 records.lookups.stock.of: `stock` is not known here; known are product, variant',
  ],
  [
    'product.name',
    'name',
    '24:10 mapping.title: `name` is not known here; known are product, variant, stock',
  ],
  [
    'product.name',
    'products[0].name',
    '24:10 mapping.title: `products` is not known here; known are product, variant, stock',
  ],
  [
    'from: product.price',
    'from: prodct.price',
    '25:18 mapping.price.from: `prodct` is not known here; known are product, variant, stock',
  ],
  [
    'quantity: stock.count',
    'quantity: stocks.count',
    '26:38 mapping.stock.quantity: `stocks` is not known here; known are product, variant, stock',
  ],
  [
    'product.shop.code',
    'shop.code',
    '28:11 mapping.seller.code: `shop` is not known here; known are product, variant, stock',
  ],
  [
    'not_null(variant.sku, product.sku)',
    "join('-', [prodct.a, varient.b])",
    '23:8 mapping.sku: `prodct` is not known here; known are product, variant, stock',
    '23:8 mapping.sku: `varient` is not known here; known are product, variant, stock',
  ],
  [
    'product.name',
    '"${product.name}"',
    '24:10 mapping.title: is no JMESPath expression: Syntax error: invalid token (UnquotedIdentifier): "product"; here it stands alone, without ${ }',
  ],
  // Credentials.
  ['${page}', '${credentials.user}', `13:40 requests.feed.query.page: ${NOT_HERE}`],
  ['product.name', 'credentials.user', `24:10 mapping.title: ${NOT_HERE}`],
  ['${order.reference}', '${credentials.user}', `35:45 orders.find.request.query.ref: ${NOT_HERE}`],
  [
    '${credentials.user}',
    '${credentials.usr}',
    '9:56 authentication.request.body.user: `credentials.usr` is not known here; known of `credentials` are user, password',
  ],
  [
    '${credentials.user}',
    '${user}',
    '9:56 authentication.request.body.user: `user` is not known here; known is credentials',
  ],
  [
    'path: /login',
    "path: '/login/${credentials.user}'",
    '9:34 authentication.request.path: must not hold credentials, for addresses stand in logs',
  ],
  // Orders.
  [
    `find:
    request: { path: /orders, query: { ref: '\${order.reference}'`,
    `find:
    request: { path: /orders, query: { ref: '\${reference}'`,
    '35:45 orders.find.request.query.ref: `reference` is not known here; known is order',
  ],
  [
    `find:
    request: { path: /orders, query: { ref: '\${order.reference}'`,
    `find:
    request: { path: /orders, query: { ref: '\${order.lines[0].sku}'`,
    '35:45 orders.find.request.query.ref: `order.lines` is not known here; known of `order` is reference',
  ],
  [
    `find:
    request: { path: /orders, query: { ref: '\${order.reference}'`,
    `find:
    request: { path: /orders, query: { ref: '\${captured.cart}'`,
    '35:45 orders.find.request.query.ref: `captured` is not known here; known is order',
  ],
  [
    `status:
    request: { path: /orders, query: { ref: '\${order.reference}'`,
    `status:
    request: { path: /orders, query: { ref: '\${captured.id}'`,
    '54:45 orders.status.request.query.ref: `captured` is not known here; known is order',
  ],
  [
    '/carts }',
    '/carts, body: { ref: "${order.referense}" } }',
    '40:59 orders.place.0.request.body.ref: `order.referense` is not known here; known of `order` are reference, orderedAt, institution, workUnit, rupCode, fundingSource, deliverTo, buyer, note, shippingFee, shippingFeeInSen, tax, taxInSen, total, totalInSen, lines',
  ],
  [
    '/carts }',
    "/carts, body: { again: '${captured.cart}' } }",
    '40:61 orders.place.0.request.body.again: `captured.cart` is not known here; nothing is known of `captured`',
  ],
  [
    "/carts/${captured.cart}/lines'",
    "/carts/${captured.crat}/lines'",
    '45:38 orders.place.1.request.path: `captured.crat` is not known here; known of `captured` is cart',
  ],
  [
    "/carts/${captured.cart}'",
    "/carts/${captured.line}'",
    '42:37 orders.place.0.undo.path: `captured.line` is not known here; known of `captured` is cart',
  ],
  [
    '/carts }',
    "/carts, body: { sku: '${item.sku}' } }",
    '40:59 orders.place.0.request.body.sku: `item` is not known here; known are order, captured',
  ],
  [
    'each: order.lines',
    'each: item.lines',
    '44:13 orders.place.1.each: `item` is not known here; known are order, captured',
  ],
  [
    'each: order.lines',
    'each: order.line',
    '44:13 orders.place.1.each: `order.line` is not known here; known of `order` are reference, orderedAt, institution, workUnit, rupCode, fundingSource, deliverTo, buyer, note, shippingFee, shippingFeeInSen, tax, taxInSen, total, totalInSen, lines',
  ],
  [
    `name: confirm
`,
    `name: confirm
      each: order.lines
`,
    '49:13 orders.place.2.each: must not be on the last step: an order is placed by one request',
  ],
  [
    `name: lines
`,
    `name: cart
`,
    '43:13 orders.place.1.name: is the name of an earlier step, too: "cart"',
  ],
  [
    '/orders/${captured.id}',
    '/orders/${captured.cart}',
    '52:40 orders.cancel.0.request.path: `captured.cart` is not known here; known of `captured` is id',
  ],
  [
    '/orders/${captured.id}',
    '/orders/${captured.id}/${order.institution.code}',
    '52:40 orders.cancel.0.request.path: `order.institution` is not known here; known of `order` is reference',
  ],
  [
    `capture: { id: 'orders[0].id' }
`,
    `
`,
    '52:40 orders.cancel.0.request.path: `captured.id` is not known here; nothing is known of `captured`',
  ],
  [
    "n: '${length(captured.line)}'",
    "n: [{ a: '${captured.line}', b: '-${order.lines[?sku == $.captured.lin].sku}' }]",
    '49:105 orders.place.2.request.body.n.0.b: `captured.lin` is not known here; known of `captured` are cart, line',
  ],
];

describe('a name that is not known where it stands', () => {
  it.each(NAMES)('%s → %s', (part, replacement, ...problems) => {
    expect(problemsOf(part, replacement)).toEqual(problems);
  });
});

describe('a name that is known where it stands', () => {
  it.each([
    ['${page}', '${to_string(page)}'],
    ['${page}', '${$.page}'],
    ['${page}', '${@ | page}'],
    ['${since}', '${not_null(since, page)}'],
    ['product.name', 'product.names[?lang == `"id"`].text | [0]'],
    ['product.name', "join(' ', map(&text, product.names))"],
    ['product.name', '"product.{a: name, b: label} | not_null(a, b)"'],
    ['product.name', '"[product, variant][?name].name | [0]"'],
    ['product.name', '"*.name | [0]"'],
    ['product.name', '{ constant: name }'],
    ['product.name', '{ from: product.kind, values: { a: pge }, default: credentials }'],
    ['at: data\n', 'at: pge.credentials\n'],
    ['variants: product.variants', 'variants: variants'],
    [
      "n: '${length(captured.line)}'",
      "n: '${captured}', all: '${order.lines[*].{sku: sku, c: $.captured.cart}}'",
    ],
    ['/lines/${captured.line}', '/lines/${captured.line}/${item.sku}'],
  ])('%s → %s', (part, replacement) => {
    expect(problemsOf(part, replacement)).toEqual([]);
  });
});

describe('a text that is no definition', () => {
  it.each([
    ['nothing', '', '1:1 : has no value; it must be a group of fields'],
    ['a word', 'pasar', '1:1 : must be a group of fields'],
    ['a list', '- pasar: 1', '1:1 : must be a group of fields'],
    ['an alias', 'pasar: &one 1\nid: *one', '1:1 : must not use aliases (*name); write it out'],
    ['a text without end', 'x'.repeat(100_001), '1:1 : is longer than 100000 characters'],
    ['a field twice', 'pasar: 1\nid: a\nid: b', '3:1 id: is there twice; only one of them would hold'],
    [
      'lists within lists',
      `${'['.repeat(60)}${']'.repeat(60)}`,
      '1:41 : must not nest deeper than 40 levels',
    ],
    ['more values than any has', `[${'1,'.repeat(20_001)}]`, '1:4 : must not have more than 20000 values'],
    ['two documents', 'pasar: 1\n---\npasar: 1', '2:1 : must be one document; begin no second one with ---'],
    ['a group for a name', '? [a]\n: 1', '1:3 : must have texts as names'],
  ])('%s', (_, text, problem) => {
    expect(said(readDefinition(text).problems)).toEqual([problem]);
  });

  it.each([
    ['a tab', 'pasar: 1\n\tid: x', 2],
    ['a bracket that is not closed', 'pasar: 1\nid: [a\nname: x', 3],
  ])('%s', (_, text, line) => {
    const [problem] = readDefinition(text).problems;
    expect(problem).toMatchObject({
      line,
      path: '',
      message: expect.stringMatching(/^is no YAML: /) as string,
    });
  });

  it('with a thousand mistakes tells the first fifty', () => {
    const fields = Array.from({ length: 1_000 }, (_, i) => `wrong${i}: 1\n`).join('');
    const { definition, problems } = readDefinition(RIGHT + fields);
    expect(definition).toBeNull();
    expect(problems).toHaveLength(50);
    expect(problems[0]).toMatchObject({ path: 'wrong0', line: RIGHT.split('\n').length, column: 1 });
  });
});

it.each(['toString', '__proto__', 'constructor'])(
  'a field that every object has is not known: %s',
  (name) => {
    expect(problemsOf('pasar: 1\n', `pasar: 1\n${name}: 1\n`)).toEqual([
      expect.stringMatching(new RegExp(`^2:1 ${name}: is not known here; known are .*pasar`)),
    ]);
  },
);

/** What some of them take is a thousandth of it, on a machine that has nothing else to do. */
const SOON_MS = 3_000;

describe('a text that is made to cost much is refused soon', () => {
  it.each([
    ['names within names', '? '.repeat(400)],
    ['a name that never ends', `${'? '.repeat(809)}>-\n a\n`],
    ['lists within lists', '['.repeat(1_300) + ']'.repeat(1_300)],
    ['lists within lists in one line', '- '.repeat(1_500)],
    ['typed lists within lists', '[!!str x, '.repeat(1_000)],
    ['groups that go on', 'a: '.repeat(20_000)],
    ['names without end', `{${Array.from({ length: 16_000 }, (_, i) => i).join(',')}}`],
    ['lines of unknown fields', Array.from({ length: 9_000 }, (_, i) => `k${i}: 1`).join('\n')],
    ['anchors', '&a '.repeat(30_000)],
    ['quotes', '"'.repeat(90_000)],
    ['tabs', '\t: {\n'.repeat(18_000)],
    ['documents', '---\n'.repeat(20_000)],
    [
      'expressions that never end',
      RIGHT.replace(
        "query: { of: '${seller}' }",
        `query: { ${Array.from({ length: 45 }, (_, i) => `q${i}: '\${${'}'.repeat(1_900)}'`).join(', ')} }`,
      ),
    ],
  ])('%s', (_, text) => {
    const begun = process.cpuUsage();
    const { definition, problems } = readDefinition(text);
    const { user, system } = process.cpuUsage(begun);
    expect(definition).toBeNull();
    expect(problems.length).toBeGreaterThan(0);
    expect((user + system) / 1_000).toBeLessThan(SOON_MS);
  });
});
