import Fastify from 'fastify';
import { definitionJsonSchema } from '../../../adapters/partners/definition-schema';
import { addDefinitionSchema } from '../../../gateway/door/definition-schema';

it('editors are served the JSON Schema that definitions are held to', async () => {
  const app = Fastify();
  await addDefinitionSchema(app);
  const { statusCode, headers, body } = await app.inject('/schemas/pasar.schema.json');
  await app.close();
  expect([statusCode, headers['content-type']]).toEqual([200, 'application/schema+json; charset=utf-8']);
  expect(JSON.parse(body)).toEqual(JSON.parse(JSON.stringify(definitionJsonSchema())));
});
