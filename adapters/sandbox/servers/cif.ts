import { createHash } from 'node:crypto';
import type { CategoryCode } from '../../core/categories';
import type { CxmlAccess } from '../../protocols/cxml/access';
import { unitCode } from '../../protocols/cxml/units';
import { dirtyText, placeAt, placesFor } from '../world/defects';
import type { WorldCatalogue } from '../world/world';
import { CXML_PATH } from './cxml-reports';
import type { Handler } from './fake-server';

/** Where Pasar looks for it unless it is told another place. */
export const CIF_PATH = `${CXML_PATH}/catalog.cif`;

export interface CifCatalogueOptions {
  readonly catalogue: WorldCatalogue;
  /** As Pasar has them: name and password of HTTP Basic. */
  readonly credentials: Pick<CxmlAccess, 'identity' | 'sharedSecret'>;
  readonly now: () => Date;
}

/** The catalogue that a cXML supplier has lying at an address, as a CIF 3.0 file that is asked for whole. */
export function cifHandler({ catalogue, credentials, now }: CifCatalogueOptions): Handler {
  const login = Buffer.from(`${credentials.identity}:${credentials.sharedSecret}`).toString('base64');
  return ({ headers }) => {
    if (headers['authorization'] !== `Basic ${login}`) {
      return {
        status: 401,
        body: '',
        type: 'text/plain',
        headers: { 'www-authenticate': 'Basic realm="CIF"' },
      };
    }
    const body = writeCif(catalogue, now());
    const etag = `"${createHash('sha256').update(body).digest('hex').slice(0, 32)}"`;
    const isKnown = headers['if-none-match'] === etag;
    return { status: isKnown ? 304 : 200, body: isKnown ? '' : body, type: 'text/plain', headers: { etag } };
  };
}

const FIELD_NAMES = [
  'Supplier ID',
  'Supplier Name',
  'Supplier Part ID',
  'Item Description',
  'SPSC Code',
  'Unit Price',
  'Unit of Measure',
  'Lead Time',
  'Supplier URL',
];

/** A catalogue of the world as its supplier writes it, dirt included. */
export function writeCif(catalogue: WorldCatalogue, now: Date): string {
  const rows = Array.from({ length: placesFor(catalogue.size) }, (_, position) => {
    const place = placeAt(position);
    if (place.kind !== 'broken') return row(catalogue, place.index, now);
    return quoted(['M0000', '', `RUSAK-${place.number}`, 'Hubungi penjual', '', 'nego', 'EA', '', '']);
  });
  return [
    'CIF_I_V3.0',
    'CHARSET: UTF-8',
    'LOADMODE: F',
    'CODEFORMAT: UNSPSC',
    'CURRENCY: IDR',
    'SUPPLIERID_DOMAIN: NetworkID',
    `ITEMCOUNT: ${rows.length}`,
    'UNUOM: TRUE',
    `FIELDNAMES: ${FIELD_NAMES.join(', ')}`,
    'DATA',
    ...rows,
    'ENDOFDATA',
    '',
  ].join('\r\n');
}

function row(catalogue: WorldCatalogue, index: number, now: Date): string {
  const { seller, listing } = catalogue.at(index);
  return quoted([
    seller.code,
    seller.name,
    listing.sku,
    dirtyText(listing.title, listing.chance),
    SPSC_CODES[listing.good.category],
    `${catalogue.state(index, now).price}.00`,
    unitCode(listing.unit),
    '3',
    `https://toko.invalid/${seller.code}/${listing.sku}`,
  ]);
}

/** Quotes where they are needed, as spreadsheets set them. */
function quoted(values: readonly string[]): string {
  return values
    .map((value) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value))
    .join(',');
}

/** One code of UNSPSC for each of Pasar's categories. */
const SPSC_CODES: Readonly<Record<CategoryCode, string>> = {
  'food-drink': '50221101',
  catering: '90101603',
  stationery: '14111507',
  furniture: '56101703',
  electronics: '43211503',
  cleaning: '47131801',
  'building-materials': '30111601',
  tools: '27112702',
  souvenirs: '60121006',
  fashion: '53102710',
  health: '42131606',
  farming: '10171605',
  'creative-services': '82121503',
  transport: '78101802',
  accommodation: '90111501',
  rental: '80131502',
  services: '76111501',
  other: '95101500',
};
