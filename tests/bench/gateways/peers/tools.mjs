import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import process from 'node:process';
import { getStitchedSchemaFromSupergraphSdl } from '@graphql-tools/federation';
import { createYoga } from 'graphql-yoga';

/** `node tools.mjs SUPERGRAPH PORT`: the schema that GraphQL Tools makes of a supergraph, behind its makers' server. */
const [, , file, port] = process.argv;
const schema = getStitchedSchemaFromSupergraphSdl({
  supergraphSdl: readFileSync(file, 'utf8'),
  // As Hive Gateway, which is built on it, has it.
  batch: true,
  httpExecutorOpts: { deduplicateInflightRequests: process.env.SINGLE_FLIGHT !== 'none' },
});
createServer(createYoga({ schema, logging: 'warn' })).listen(Number(port), '127.0.0.1');
