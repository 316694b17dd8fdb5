import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createEasyShop, EASY_SHOP_KEY } from '../../adapters/sandbox/partners/easy-shop';
import { startFakeServer } from '../../adapters/sandbox/servers/fake-server';
import { describeOnDatabases } from '../support/databases';
import { startGraph } from '../support/graph';
import { ADMIN, partnerDesk, startPartnerIndex } from '../support/partner-graph';
import { until } from '../support/until';

describeOnDatabases('x', (database) => {
  it('smoke', async () => {
    let t = Date.now();
    const lap = (what: string) => { process.stdout.write(`${what} ${Date.now() - t}\n`); t = Date.now(); };
    const graph = await startGraph(database().db);
    lap('graph');
    const shop = await startFakeServer(createEasyShop().handler);
    const yaml = readFileSync(join(__dirname, '../../adapters/sandbox/partners/easy-shop.pasar.yaml'), 'utf8').replace('http://127.0.0.1:4021', shop.url);
    const desk = partnerDesk(graph, ADMIN);
    process.stdout.write(JSON.stringify(await desk.register(yaml, [{ name: 'key', value: EASY_SHOP_KEY }])) + '\n'); lap('register');
    process.stdout.write(JSON.stringify(await desk.check('toko-contoh')) + '\n'); lap('check');
    process.stdout.write(JSON.stringify(await desk.publish('toko-contoh')) + '\n'); lap('publish');
    const index = startPartnerIndex(database().db, graph);
    const count = async () => (await graph.run<any>('{ search(first: 1, filter: { marketplaces: ["toko-contoh"] }) { totalCount nodes { offer { price { amount freshness } } } } }'));
    await until(async () => (await count()).data?.search?.totalCount === 40); lap('index');
    process.stdout.write(JSON.stringify(await count()) + '\n');
    await index.stop();
    await graph.close();
    await shop.close();
    lap('close');
  });
});
