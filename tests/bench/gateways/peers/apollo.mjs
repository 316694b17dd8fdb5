import { readFileSync } from 'node:fs';
import process from 'node:process';
import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';

/** `node apollo.mjs SUPERGRAPH PORT`: Apollo's own gateway and server as their documentation puts them together. */
const [, , file, port] = process.argv;
const server = new ApolloServer({
  gateway: new ApolloGateway({ supergraphSdl: readFileSync(file, 'utf8') }),
});
await startStandaloneServer(server, { listen: { host: '127.0.0.1', port: Number(port) } });
