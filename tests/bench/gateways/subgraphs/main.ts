import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { composeSupergraph } from '../../../../schema/federation/compose';
import { subgraphs } from './schemas';
import { listen, serveSubgraph } from './serve-subgraph';

/**
 * All four subgraphs in one process, each at its own port; their supergraph is written to the file that is named.
 * How many requests they have had together can be asked at another port.
 */
async function main(file: string): Promise<void> {
  let requests = 0;
  const count = () => void (requests += 1);
  const addressed = await Promise.all(
    subgraphs.map(async (subgraph) => ({ ...subgraph, url: await serveSubgraph(subgraph, count) })),
  );
  writeFileSync(file, composeSupergraph(addressed));
  const meter = await listen(createServer((_, response) => response.end(String(requests))));
  process.stdout.write(`Subgraphs are up, their requests are counted at ${meter}/\n`);
}

main(process.argv[2] ?? '').catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
