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
  ['name: Toko Anu\n', ''],
  ['name: Toko Anu', 'name:'],
  ['name: Toko Anu', 'name: 5'],
  ['name: Toko Anu', 'name: ""'],
  ['name: Toko Anu', `name: ${'x'.repeat(81)}`],
  ['name: Toko Anu', 'name: [a]'],
  ['id: toko-anu', 'id: Toko Anu'],
  ['pasar: 1', 'pasar: 2'],
  ['protocol: rest', 'protocol: soap'],
  ['protocol: rest\n', ''],
  ['url: https://api.toko-anu.example/v1', 'url: ftp://toko'],
  ['paging: { type: page, total: total }', 'paging: { type: pages }'],
  ['paging: { type: page, total: total }', 'paging: { total: total }'],
  ['paging: { type: page, total: total }', 'paging: 5'],
  ['total: total', 'total: total, size: 0'],
  ['total: total', 'total: total, size: 1001'],
  ['total: total', 'total: total, size: 1.5'],
  ['total: total', 'total: total, size: "10"'],
  ['total: total', 'totals: total'],
  ['total: total', 'total: 5'],
  ['total: total', 'total: [a]'],
  ['total: total', 'total: a b'],
  ['total: total', 'total: { header: "a b" }'],
  ['total: total', 'total: { headers: X-Total }'],
  ['byIds: { path', 'byIds: { pth'],
  ["  byIds: { path: '/goods/${sku}', query: { of: '${seller}' } }\n", ''],
  ["feed: { path: /goods, query: { page: '${page}', size: '${pageSize}' } }", 'feed: {}'],
  ["feed: { path: /goods, query: { page: '${page}', size: '${pageSize}' } }", 'feed: /goods'],
  ['feed: { path: /goods', 'feed: { method: HEAD, path: /goods'],
  ["size: '${pageSize}'", 'size: [10]'],
  ["size: '${pageSize}'", "size: '${pageSize'"],
  ["size: '${pageSize}'", "size: '${page Size}'"],
  ["size: '${pageSize}' }", "size: '${pageSize}' }, headers: { Host: x }"],
  ["size: '${pageSize}' }", "size: '${pageSize}' }, body: {}, form: {}"],
  ['feed: { path: /goods', 'feed: { graphql: { query: 5 }, path: /goods'],
  ['credentials: [user, password]', 'credentials: []'],
  ['credentials: [user, password]', 'credentials: [User]'],
  ['type: login', 'type: digest'],
  ['send: { name: X-Token }', 'send: { name: X-Token }\n  expiresIn: a b'],
  ['at: data\n', 'at: map(data, data)\n'],
  ['at: data\n', 'at: data.toString\n'],
  ['at: data\n', "at: ''\n"],
  ['stock: { request', 'product: { request'],
  ['price: { from: product.price, minorUnits: 2 }', 'price: { frm: product.price, minorUnits: 2 }'],
  ['price: { from: product.price, minorUnits: 2 }', 'price: { from: product.price, minorUnits: 9 }'],
  ['price: { from: product.price, minorUnits: 2 }', 'price:'],
  ['price: { from: product.price, minorUnits: 2 }', 'price: 100'],
  ['quantity: stock.count', 'available: stock.count'],
  ['means: rate-limited', 'means: slow-down'],
  [', means: rate-limited', ''],
  ['status: 429, ', ''],
  ['status: 429', 'status: viele'],
  ['status: 429', 'status: 42'],
  ['mode: direct', 'mode: cart'],
  ['    reference: orders[*].ref\n', ''],
  ["capture: { id: 'orders[0].id' }", "capture: { 'the id': 'orders[0].id' }"],
  ["capture: { id: 'orders[0].id' }", 'capture: { id: { header: Location, lastPart: true } }'],
  ['- name: cart\n', '- name: Cart!\n'],
  ['baru: CONFIRMED', 'baru: OK'],
  ["state: { from: 'orders[0].state', ", 'state: { '],
];

it.each(SHAPES)('%s → %s', (part, replacement, ...problems) => {
  expect(problemsOf(part, replacement)).toEqual(problems);
});
