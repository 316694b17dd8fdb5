import { readFileSync } from 'node:fs';
import { createEasyShop, EASY_SHOP_KEY } from '../../adapters/sandbox/partners/easy-shop';
import { startFakeServer } from '../../adapters/sandbox/servers/fake-server';
import { describeOnDatabases } from '../support/databases';
import { startGraph, type Graph } from '../support/graph';
import { partnerActor, partnerDesk, startPartnerIndex } from '../support/partner-graph';
import { until } from '../support/until';

describeOnDatabases('scratch', (database) => {
  it('joins', async () => {
    const graph: Graph = await startGraph(database().db);
    const shop = createEasyShop();
    const server = await startFakeServer(shop.handler);
    const text = readFileSync('adapters/sandbox/partners/easy-shop.pasar.yaml', 'utf8').replace(/^url: .*$/m, `url: ${server.url}`);
    const desk = partnerDesk(graph, partnerActor('toko-contoh'));
    console.log(JSON.stringify(await desk.register(text, [{ name: 'key', value: EASY_SHOP_KEY }])));
    console.log(JSON.stringify(await desk.check('toko-contoh')));
    console.log(JSON.stringify((await graph.run('{ marketplaces(ids:["toko-contoh"]) { id state onboarding { versions { version state check { state results { id level outcome skipped findings { path expected got fix } } } } } } }', { actor: partnerActor('toko-contoh') })), null, 1));
    console.log(JSON.stringify(await desk.publish('toko-contoh')));
    const index = startPartnerIndex(database().db, graph);
    await until(async () => (await graph.run<{ search: { totalCount: number } }>('{ search(filter: { marketplaces: ["toko-contoh"] }) { totalCount } }').catch(() => ({ data: { search: { totalCount: 0 } } }))).data?.search?.totalCount > 30);
    console.log(JSON.stringify(await graph.run('{ search(first: 2, filter: { marketplaces: ["toko-contoh"] }) { totalCount nodes { offerId title price { amount } offer { __typename title price { amount freshness } stock { quantity } } } } }'), null, 1));
    await index.stop();
    await graph.close();
    await server.close();
  });
});
