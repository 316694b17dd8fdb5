import type { FastifyInstance } from 'fastify';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { CONTENT_SECURITY_POLICY } from './playground-page';

const FOLDER = join(__dirname, '../console');
const TYPES: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css' };

/**
 * Stricter than the playground's: what partners write is shown here to administrators, so no text can become
 * markup (trusted types), and no style stands in the markup.
 */
const CONSOLE_POLICY = {
  ...CONTENT_SECURITY_POLICY,
  'style-src': ["'self'"],
  'img-src': ['data:'],
  'font-src': ["'none'"],
  'require-trusted-types-for': ["'script'"],
  'trusted-types': ["'none'"],
};

/** Serves the console at `/console`, where marketplaces are registered, checked and published. */
export async function addConsole(app: FastifyInstance): Promise<void> {
  const helmet = { contentSecurityPolicy: { useDefaults: false, directives: CONSOLE_POLICY } };
  const html = await readFile(join(FOLDER, 'console.html'));
  for (const path of ['/console', '/console/'])
    app.get(path, { helmet }, (_request, reply) => reply.type('text/html; charset=utf-8').send(html));
  for (const name of await readdir(FOLDER)) {
    const type = TYPES[extname(name)];
    if (type === undefined) continue;
    const content = await readFile(join(FOLDER, name));
    app.get(`/console/${name}`, (_request, reply) => reply.type(`${type}; charset=utf-8`).send(content));
  }
}
