import { ConfigurationError } from '../../core/environment';
import { readSandboxConfig } from '../config';
import { AWKWARD_SHOP_CLIENT, AWKWARD_SHOP_USER } from './awkward-sign-in';
import { CXML_SHOP_CREDENTIALS } from './cxml-shop';
import { EASY_SHOP_KEY } from './easy-shop';
import { FEDERATED_SHOP_TOKEN } from './federated-shop';
import { SHOP_PORT, startPartnerShops } from './start-shops';

/** `npm run shops`: four invented marketplaces that have not joined yet, until Ctrl-C. */
async function main(): Promise<void> {
  const { reportTo } = readSandboxConfig();
  const shops = await startPartnerShops({ port: SHOP_PORT, ...(reportTo === undefined ? {} : { reportTo }) });
  const secrets = (credentials: object): string =>
    Object.entries(credentials)
      .map(([name, value]) => `${name}=${String(value)}`)
      .join(' ');
  process.stdout.write(
    [
      'Shops that have not joined yet, with the credentials that they take:',
      `  toko-contoh    ${shops.easy.server.url}  REST: key=${EASY_SHOP_KEY}`,
      `  pasar-rumit    ${shops.awkward.server.url}  REST, awkward: ${secrets(AWKWARD_SHOP_CLIENT)}`,
      `                 the same, GraphQL: ${secrets(AWKWARD_SHOP_USER)}`,
      `  toko-federasi  ${shops.federated.server.url}  subgraph: token=${FEDERATED_SHOP_TOKEN}`,
      `  toko-katalog   ${shops.cxml.server.url}  cXML: ${secrets(CXML_SHOP_CREDENTIALS)}`,
      'Their definitions are in adapters/sandbox/partners/*.pasar.yaml.',
      '',
    ].join('\n'),
  );
  const stop = (): void => void shops.close().then(() => process.exit(0));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof ConfigurationError ? error.message : String(error)}\n`);
  process.exit(1);
});
