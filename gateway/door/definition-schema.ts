import type { FastifyInstance } from 'fastify';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const FILE = join(__dirname, '../../schema/generated/pasar.schema.json');

/** Serves the JSON Schema of definitions where editors can be pointed to. */
export async function addDefinitionSchema(app: FastifyInstance): Promise<void> {
  const schema = await readFile(FILE);
  app.get('/schemas/pasar.schema.json', (_request, reply) =>
    reply.type('application/schema+json; charset=utf-8').send(schema),
  );
}
