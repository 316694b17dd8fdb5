import type { RestInput } from '../drafts/rest';
import { plainName } from './json';
import type { OpenApi } from './read-openapi';
import { expressionOf, shapeOf, type Shape } from './schema';

type Mapping = RestInput['mapping'];
type Kind = Shape['type'] | 'any';

/** A property of a record, or of an object within it. */
interface Property {
  /** From the record on. */
  readonly steps: readonly string[];
  /** Without what people write differently, objects and all: `sellername` of `seller.name`. */
  readonly name: string;
  readonly shape: Shape;
}

/** Names that fields go by, the likeliest first, in English and Indonesian. */
const NAMES = {
  sku: 'sku skucode kodeproduk productcode kodebarang itemcode articlenumber partnumber noproduk itemnumber code kode barcode productid itemid id uuid slug',
  title: 'title name productname producttitle namaproduk namabarang nama itemname judul label',
  description:
    'description shortdescription deskripsi deskripsisingkat longdescription keterangan summary details',
  price:
    'price unitprice hargasatuan harga hargajual saleprice sellingprice finalprice regularprice hargapemerintah priceamount pricevalue amount cost',
  cents: 'pricecents priceincents unitamount pricecent priceminor unitpricecents',
  stock:
    'stock stok quantity qty stockquantity availablequantity stokquantity quantityavailable inventory inventoryquantity jumlahstok kuantitasstok stockqty onhand qtyavailable available stocklevel',
  available: 'instock isinstock isavailable available tersedia availability inventorystatus',
  unit: 'unit satuan uom unitofmeasure unitname measure',
  sellerCode:
    'sellerid merchantid vendorid storeid shopid supplierid kodepenyedia penyediaid sellercode merchantcode vendorcode sellerslug',
  sellerName:
    'sellername merchantname vendorname storename shopname suppliername namapenyedia penyedianama namatoko tokonama seller merchant vendor store shop supplier penyedia toko',
  sellerLocation:
    'sellercity merchantcity vendorcity storecity shopcity suppliercity sellerlocation merchantlocation vendorlocation storelocation shoplocation kota kotapenyedia penyediakota city location lokasi',
  category: 'category categoryname kategori kategorinama namakategori categoryslug producttype categoryid',
  domestic: 'ispdn pdn isdomestic domesticproduct produklokal produkdalamnegeri isprodukdalamnegeri',
  tkdn: 'tkdn nilaitkdn tkdnpercent tkdnvalue persentasetkdn',
  shippingFee: 'shippingfee shippingcost ongkir ongkoskirim biayakirim',
  url: 'url producturl link permalink weburl urlproduk tautan href',
  image:
    'imageurl image thumbnail thumbnailurl gambar foto picture mainimage urlgambar images photos gambarproduk imagessrc imagesurl',
  updatedAt:
    'updatedat updated modifiedat lastmodified lastupdated datemodified updateddate modified tanggalupdate tanggaldiubah diubahpada updatetime',
} as const;

export interface GuessedFields {
  readonly mapping: Mapping;
  /** By path within the definition. */
  readonly notes: Readonly<Record<string, string>>;
}

/** How many of the fields without which there is no offer a shape seems to have: 0 to 3. */
export function likeness(api: OpenApi, shape: Shape): number {
  const properties = propertiesOf(api, shape);
  const found = [
    find(properties, NAMES.sku),
    find(properties, NAMES.title),
    find(properties, `${NAMES.price} ${NAMES.cents}`),
  ];
  return found.filter((property) => property !== null).length;
}

/** A mapping by the names of properties. `key` is what single records are asked by. */
export function guessFields(api: OpenApi, shape: Shape, key: string | null): GuessedFields {
  const properties = propertiesOf(api, shape);
  const notes: Record<string, string> = {};
  const take = (field: string, names: string, kind: Kind = 'any'): string | null => {
    const property = find(properties, names, kind);
    if (property === null) return null;
    const named = property.steps.join('.');
    const before = notes[`mapping.${field}`];
    notes[`mapping.${field}`] =
      before === undefined ? `Guessed by the name: ${named}` : `${before}, ${named}`;
    return expression(property);
  };
  const required = (field: string, names: string, placeholder: string): string => {
    const found = take(field, names);
    if (found === null) notes[`mapping.${field}`] = `TODO No property looks like this one: name it.`;
    return found ?? placeholder;
  };
  const sku = required('sku', `${key === null ? '' : plainName(key)} ${NAMES.sku}`, 'product.sku');
  const title = required('title', NAMES.title, 'product.name');
  const cents = find(properties, NAMES.price) === null ? take('price', NAMES.cents) : null;
  const price =
    cents === null ? required('price', NAMES.price, 'product.price') : { from: cents, minorUnits: 2 };
  const optional = optionalFields(take);
  const mapping: Mapping = {
    sku,
    title,
    price,
    tax: { constant: 'UNKNOWN' },
    stock: guessStock(take, notes),
    ...optional,
    ...guessSeller(take),
    ...guessCategory(properties, take),
  };
  return { mapping, notes };
}

type Take = (field: string, names: string, kind?: Kind) => string | null;

function optionalFields(take: Take): Partial<Mapping> {
  const names = {
    description: NAMES.description,
    unit: NAMES.unit,
    domesticProduct: NAMES.domestic,
    tkdn: NAMES.tkdn,
    shippingFee: NAMES.shippingFee,
    url: NAMES.url,
    imageUrl: NAMES.image,
    updatedAt: NAMES.updatedAt,
  };
  return Object.fromEntries(
    Object.entries(names).flatMap(([field, words]) => {
      const found = take(field, words);
      return found === null ? [] : [[field, found]];
    }),
  );
}

function guessStock(take: Take, notes: Record<string, string>): Mapping['stock'] {
  const quantity = take('stock', NAMES.stock, 'number');
  if (quantity !== null) return { type: 'quantity', quantity };
  const available = take('stock', NAMES.available, 'boolean');
  if (available !== null) return { type: 'availability', available };
  notes['mapping.stock'] =
    'TODO quantity (a number), availability (available: yes or no); none where it is not known.';
  return { type: 'none' };
}

/** A seller needs a code and a name; of one alone nothing can be made. */
function guessSeller(take: Take): Pick<Mapping, 'seller'> {
  const [code, name] = [take('seller', NAMES.sellerCode), take('seller', NAMES.sellerName)];
  if (name === null && code === null) return {};
  const location = take('seller', NAMES.sellerLocation);
  const known = { code: code ?? name ?? '', name: name ?? code ?? '' };
  return { seller: { ...known, ...(location === null ? {} : { location }) } };
}

function guessCategory(properties: readonly Property[], take: Take): Pick<Mapping, 'category'> {
  const from = take('category', NAMES.category);
  if (from === null) return {};
  const values = find(properties, NAMES.category)?.shape.values ?? [];
  return { category: { from, values: Object.fromEntries(values.map((value) => [value, 'other' as const])) } };
}

/** The first that has one of these names, by the order of the names. */
function find(properties: readonly Property[], names: string, kind: Kind = 'any'): Property | null {
  for (const name of names.split(' ')) {
    const found = properties.find(
      (each) => each.name === name && (kind === 'any' ? isValue(each.shape) : each.shape.type === kind),
    );
    if (found !== undefined) return found;
  }
  return null;
}

function isValue({ type, items }: Shape): boolean {
  return type !== 'object' && (type !== 'array' || items !== null);
}

/** The properties of a record, those of objects within it after its own. */
function propertiesOf(api: OpenApi, shape: Shape): readonly Property[] {
  const own = [...shape.properties].map(([name, schema]) => ({
    steps: [name],
    name: plainName(name),
    shape: shapeOf(api, schema),
  }));
  const inner = own.flatMap(({ steps, name, shape: outer }) =>
    [...outer.properties].map(([below, schema]) => ({
      steps: [...steps, below],
      name: name + plainName(below),
      shape: shapeOf(api, schema),
    })),
  );
  return [...own, ...inner];
}

/** Of a list of texts its first; of a list of objects the address in its first. */
function expression({ steps, shape }: Property): string {
  const path = `product.${expressionOf(steps)}`;
  if (shape.type !== 'array') return path;
  const address = Object.keys(objectProperties(shape)).find((name) => /^(?:url|src|href)$/i.test(name));
  return address === undefined ? `${path}[0]` : `${path}[0].${expressionOf([address])}`;
}

function objectProperties({ items }: Shape): Readonly<Record<string, unknown>> {
  const properties = items?.['properties'];
  return typeof properties === 'object' && properties !== null ? { ...properties } : {};
}
