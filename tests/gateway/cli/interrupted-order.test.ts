import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startFakeServer, type Handler } from '../../../adapters/sandbox/servers/fake-server';
import { startProcess } from '../../support/processes';
import { temporaryFolder } from '../../support/temporary-folder';
import { until } from '../../support/until';
import { restDefinition, restShop, TOKEN } from './rest-shop';

/** Ctrl-C while the order of a check is under way. */
describe('a check that is broken off in the middle of its order', () => {
  const file = join(temporaryFolder(), 'toko.pasar.yaml');

  it.each<[string, 'POST' | 'GET']>([
    ['while the shop takes it, and does not say so', 'POST'],
    ['while it is looked for again', 'GET'],
  ])('takes it back: %s', async (_, held) => {
    const own = restShop();
    let isPlaced = false;
    let isHeld = false;
    const handler: Handler = async (request, knobs) => {
      const answer = await own(request, knobs);
      const isOrder = request.path.startsWith('/orders');
      isPlaced ||= isOrder && request.method === 'POST';
      if (isHeld || !isOrder || !isPlaced || request.method !== held) return answer;
      isHeld = true;
      return new Promise(() => undefined);
    };
    const server = await startFakeServer(handler);
    writeFileSync(file, restDefinition(server.url));
    const check = startProcess(
      'gateway/cli/pasar.ts',
      ['check', file, '--with-orders', '--allow-private-hosts'],
      { PASAR_CREDENTIAL_TOKEN: TOKEN },
    );
    await until(() => isHeld, 60_000);
    expect(await check.stop('SIGINT')).toBe(1);
    expect(check.output()).toMatch(/broken off\n$/);
    expect(check.output()).not.toContain(TOKEN);
    const orders = server.requests.filter(({ path }) => path.startsWith('/orders'));
    expect(orders.filter(({ method }) => method === 'POST')).toHaveLength(1);
    expect(orders.some(({ method }) => method === 'DELETE')).toBe(true);
    await server.close();
  });
});
