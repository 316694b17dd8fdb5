import { openPglite } from './support/databases';
import { startGraph } from './support/graph';
import { startFederatedShop } from './support/joining-shops';
import { ADMIN, partnerDesk } from './support/partner-graph';
it('x', async () => {
  const d = await openPglite();
  const graph = await startGraph(d.db);
  const shop = await startFederatedShop('toko-9');
  const desk = partnerDesk(graph, ADMIN);
  console.log(await desk.register(shop.document, shop.secrets));
  await desk.check('toko-9');
  const rows = await d.db.selectFrom('partner_version').select('report').execute();
  console.log(JSON.stringify(rows[0]?.report?.results.filter((r) => r.outcome === 'FAILED'), null, 1));
  await graph.close(); await shop.server.close(); await d.close();
});
