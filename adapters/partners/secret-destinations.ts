import type { PartnerDefinition } from './partner-definition';

/** True where a definition sends its secrets to no host that the one before did not send them to. */
export function goNowhereNew(before: PartnerDefinition, after: PartnerDefinition): boolean {
  const known = destinations(before);
  return [...destinations(after)].every((origin) => known.has(origin));
}

/** Scheme, host and port of every address that Pasar shows secrets to. */
function destinations(definition: PartnerDefinition): ReadonlySet<string> {
  return new Set(addressesOf(definition).map((address) => new URL(address).origin));
}

function addressesOf(definition: PartnerDefinition): readonly string[] {
  const { url } = definition;
  switch (definition.protocol) {
    case 'toko-daring': {
      const { signOn, orderStatusUrl } = definition;
      return [url, signOn?.url ?? url, orderStatusUrl ?? url];
    }
    case 'cxml':
      return [url, definition.catalogueUrl ?? url];
    case 'seller-feed':
    case 'rest':
    case 'federation':
      return [url];
  }
}
