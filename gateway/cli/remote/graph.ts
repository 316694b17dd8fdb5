import axios, { AxiosError } from 'axios';
import type { Command } from 'commander';
import { z } from 'zod';
import { CommandFailed } from '../command';
import { readRemoteConfig } from './config';

export interface RemoteOptions {
  readonly url?: string;
  readonly token?: string;
}

/** What every command takes that talks to a Pasar. */
export function addRemoteOptions(command: Command): Command {
  return command
    .option('--url <address>', 'where Pasar is; otherwise PASAR_URL, or http://127.0.0.1:4000')
    .option('--token <token>', 'a token of role PARTNER or ADMIN; otherwise PASAR_TOKEN in the environment');
}

/** Asks the graph; what it refuses is told in its own words. */
export type AskGraph = <T>(
  query: string,
  variables: Record<string, unknown>,
  data: z.ZodType<T>,
) => Promise<T>;

/** A request waits for a check for so long, and then asks again. */
const ANSWER_WITHIN_MS = 30_000;

const answerWire = z.object({
  data: z.unknown(),
  errors: z.array(z.object({ message: z.string() })).optional(),
});

export function openGraph(options: RemoteOptions): AskGraph {
  const config = readRemoteConfig();
  const address = `${(options.url ?? config.PASAR_URL).replace(/\/+$/, '').replace(/\/graphql$/, '')}/graphql`;
  const token = options.token ?? config.PASAR_TOKEN;
  if (token === undefined) {
    throw new CommandFailed(
      'a token is missing; give --token or PASAR_TOKEN (npm run token makes one for development)',
      2,
    );
  }
  return async (query, variables, data) => {
    const answer = answerWire.safeParse(await post(address, token, { query, variables }));
    if (!answer.success) throw new CommandFailed(`${address}: no GraphQL answers there; give --url`, 2);
    const { errors = [] } = answer.data;
    if (errors.length > 0) throw new CommandFailed(errors.map(({ message }) => message).join('\n'), 1);
    return data.parse(answer.data.data);
  };
}

async function post(url: string, token: string, body: object): Promise<unknown> {
  try {
    const { data } = await axios.post<unknown>(url, body, {
      headers: { authorization: `Bearer ${token}` },
      timeout: ANSWER_WITHIN_MS,
      validateStatus: () => true,
      proxy: false,
    });
    return data;
  } catch (error) {
    const reason = error instanceof AxiosError ? (error.code ?? error.message) : 'unknown reason';
    throw new CommandFailed(`${url} can't be reached (${reason}); give --url`, 2);
  }
}
