import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { GRAPHQL_PATH } from '../../subgraphs/http/graphql-endpoint';

/**
 * Everything comes from this server and nothing else is reached. Styles: GraphiQL's editor sets some on
 * elements as it draws; scripts stay confined to files.
 */
export const CONTENT_SECURITY_POLICY = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'", "'unsafe-inline'"],
  'img-src': ["'self'", 'data:'],
  'font-src': ["'self'", 'data:'],
  'connect-src': ["'self'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'frame-ancestors': ["'none'"],
};

/** What the page loads: ready-made bundles as their npm packages ship them, and our few lines. */
const OURS = join(__dirname, '../playground');
const ASSETS: readonly (readonly [name: string, file: string, type: string])[] = [
  ['react.js', join(packageDir('react'), 'umd/react.production.min.js'), 'text/javascript'],
  ['react-dom.js', join(packageDir('react-dom'), 'umd/react-dom.production.min.js'), 'text/javascript'],
  ['graphiql.js', join(packageDir('graphiql'), 'graphiql.min.js'), 'text/javascript'],
  ['graphiql.css', join(packageDir('graphiql'), 'graphiql.min.css'), 'text/css'],
  ['playground.js', join(OURS, 'playground.js'), 'text/javascript'],
  ['playground.css', join(OURS, 'playground.css'), 'text/css'],
  ['examples.json', join(OURS, 'examples.json'), 'application/json'],
];

/** Serves the playground at `/`, and at the endpoint's own address for whoever opens it in a browser. */
export async function addPlayground(app: FastifyInstance): Promise<void> {
  const html = await readFile(join(OURS, 'playground.html'));
  const send = (reply: FastifyReply): FastifyReply => reply.type('text/html; charset=utf-8').send(html);
  for (const [name, file, type] of ASSETS) {
    const content = await readFile(file);
    app.get(`/playground/${name}`, (_request, reply) => reply.type(`${type}; charset=utf-8`).send(content));
  }
  app.get('/', (_request, reply) => send(reply));
  app.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.url === GRAPHQL_PATH && wantsPage(request)) await send(reply);
  });
}

/** A browser says that it takes HTML; programs don't. */
function wantsPage(request: FastifyRequest): boolean {
  return request.method === 'GET' && (request.headers.accept ?? '').includes('text/html');
}

function packageDir(name: string): string {
  return dirname(require.resolve(`${name}/package.json`));
}
