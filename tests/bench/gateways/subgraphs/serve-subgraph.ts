import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { graphql } from 'graphql';
import type { Subgraph } from './schemas';

/** Longer than any pause between two rounds: a gateway's connection is never closed under its request. */
const KEEP_ALIVE_MS = 600_000;

interface Asked {
  readonly query: string;
  readonly variables?: Record<string, unknown> | null;
  readonly operationName?: string | null;
}

/**
 * A subgraph at a port of its own; gives its address. A request is executed the first time and answered from
 * memory whenever its like comes again, so that what is measured is the gateway, whatever plan it follows.
 */
export async function serveSubgraph({ schema }: Subgraph, onRequest: () => void): Promise<string> {
  const answers = new Map<string, Buffer>();

  async function execute(body: string): Promise<Buffer> {
    const { query, variables, operationName } = JSON.parse(body) as Asked;
    const result = await graphql({
      schema,
      source: query,
      variableValues: variables ?? null,
      operationName: operationName ?? null,
    });
    const answer = Buffer.from(JSON.stringify(result));
    if (result.errors) process.stderr.write(`${answer.toString()}\n  to ${body}\n`);
    else answers.set(body, answer);
    return answer;
  }

  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    readBody(request)
      .then(async (body) => {
        onRequest();
        const answer = answers.get(body) ?? (await execute(body));
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': answer.length });
        response.end(answer);
      })
      .catch((error: unknown) => response.writeHead(400).end(String(error)));
  });
  return `${await listen(server)}/graphql`;
}

/** At a port that is free; gives the address. */
export async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function readBody(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => resolve(Buffer.concat(chunks).toString()));
    request.on('error', reject);
  });
}
