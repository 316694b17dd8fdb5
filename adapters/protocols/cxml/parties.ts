import type { Actor } from '../../core/actor';
import type { DeliveryAddress, PurchaseOrder } from '../../core/order/ordering-port';
import { regionByCode } from '../../core/regions';
import { xml, xmlText, type XmlOutput } from './write-xml';

const LANGUAGE = { 'xml:lang': 'id' };

/** To whom the goods go: the region by Kemendagri's code, the rest as the buyer wrote it. */
export function shipTo({ deliverTo, institution }: PurchaseOrder): XmlOutput {
  const { region, address, receiver, phone } = deliverTo;
  return xml(
    'ShipTo',
    {},
    xml(
      'Address',
      { isoCountryCode: 'ID', addressID: region, addressIDDomain: 'Kemendagri' },
      xml('Name', LANGUAGE, institution.name),
      postalAddress(region, address, receiver),
      phone === null ? null : phoneNumber(phone),
    ),
  );
}

/** Who pays: the institution by LKPP's code. */
export function billTo({ code, name }: PurchaseOrder['institution']): XmlOutput {
  return xml(
    'BillTo',
    {},
    xml(
      'Address',
      { isoCountryCode: 'ID', addressID: code, addressIDDomain: 'KLPD' },
      xml('Name', LANGUAGE, name),
    ),
  );
}

/** The person who orders; what a token doesn't say is left out. */
export function buyerContact({ person, subject }: Actor): XmlOutput {
  return xml(
    'Contact',
    { role: 'endUser' },
    xml('Name', LANGUAGE, person.name ?? subject),
    person.email === null ? null : xmlText('Email', person.email),
    person.phone === null ? null : phoneNumber(person.phone),
  );
}

function postalAddress(region: DeliveryAddress['region'], street: string, receiver: string): XmlOutput {
  return xml(
    'PostalAddress',
    {},
    xmlText('DeliverTo', receiver),
    xmlText('Street', street),
    xmlText('City', regionByCode(region)?.name ?? region),
    xmlText('State', 'Jawa Timur'),
    xml('Country', { isoCountryCode: 'ID' }, 'Indonesia'),
  );
}

/** Indonesian numbers have no area code that could be told from the rest: all of it is the number. */
function phoneNumber(phone: string): XmlOutput {
  const digits = phone.replace(/\D/g, '');
  return xml(
    'Phone',
    {},
    xml(
      'TelephoneNumber',
      {},
      xml('CountryCode', { isoCountryCode: 'ID' }, '62'),
      xmlText('AreaOrCityCode', ''),
      xmlText('Number', digits.replace(/^(?:62|0)/, '')),
    ),
  );
}
