import type { MarketplaceAccess } from '../marketplaces';

/** The shell lines that point a gateway at these marketplaces. */
export function environmentOf({ jatimBejo, mbiz, ekatalogLokal }: MarketplaceAccess): readonly string[] {
  const { feeds, secret, masterListsUrl, inaproc } = ekatalogLokal;
  const variables: Readonly<Record<string, string | undefined>> = {
    PASAR_JATIM_BEJO_URL: jatimBejo.url,
    PASAR_JATIM_BEJO_CLIENT_ID: jatimBejo.clientId,
    PASAR_JATIM_BEJO_CLIENT_SECRET: jatimBejo.clientSecret,
    PASAR_JATIM_BEJO_SSO_URL: jatimBejo.handOff?.authUrl,
    PASAR_JATIM_BEJO_SHOP_URL: jatimBejo.handOff?.shopUrl,
    PASAR_JATIM_BEJO_ORDERS_URL: jatimBejo.orderStatusUrl,
    PASAR_MBIZ_URL: mbiz.url,
    PASAR_MBIZ_CLIENT_ID: mbiz.clientId,
    PASAR_MBIZ_CLIENT_SECRET: mbiz.clientSecret,
    PASAR_MBIZ_CXML_URL: mbiz.ordering?.cxml.url,
    PASAR_MBIZ_CXML_IDENTITY: mbiz.ordering?.cxml.identity,
    PASAR_MBIZ_CXML_SUPPLIER: mbiz.ordering?.cxml.supplierIdentity,
    PASAR_MBIZ_CXML_SECRET: mbiz.ordering?.cxml.sharedSecret,
    PASAR_MBIZ_ORDERING: mbiz.ordering?.mode,
    PASAR_EKATALOG_FEEDS: feeds.map(({ sellerCode, url }) => `${sellerCode}=${url}`).join(','),
    PASAR_EKATALOG_SECRET: secret,
    PASAR_EKATALOG_MASTER_URL: masterListsUrl ?? undefined,
    PASAR_INAPROC_URL: inaproc?.url,
    PASAR_INAPROC_KLPD: inaproc?.institutions.join(',') || undefined,
    PASAR_INAPROC_YEARS: inaproc?.years.join(',') || undefined,
    PASAR_INAPROC_TOKEN: inaproc?.token,
  };
  return Object.entries(variables).flatMap(([name, value]) =>
    value === undefined ? [] : `export ${name}='${value}'`,
  );
}
