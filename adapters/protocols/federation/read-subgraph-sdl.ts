export function readSubgraphSdl(..._args: unknown[]): Promise<string> {
  return Promise.reject(new Error('not there yet'));
}
