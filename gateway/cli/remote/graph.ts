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
/** Reports of all versions of all marketplaces; what is far beyond that is no Pasar. */
const MAX_BYTES = 16 * 1024 * 1024;
/** Of what is told of a refusal. */
const MOST_MESSAGES = 10;
const LONGEST_MESSAGE = 500;

/** What is refused as a whole has errors and no data. */
const answerWire = z
  .object({ data: z.unknown().optional(), errors: z.array(z.object({ message: z.string() })).optional() })
  .refine(({ data, errors }) => data !== undefined || errors !== undefined);

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
    if (errors.length > 0) throw new CommandFailed(wordsOf(errors, token), 1);
    const told = data.safeParse(answer.data.data);
    if (!told.success) throw new CommandFailed(`${address}: answers as no Pasar of this version does`, 2);
    return told.data;
  };
}

/** Servers are known to quote what they were sent. */
function wordsOf(errors: readonly { readonly message: string }[], token: string): string {
  const words = errors
    .slice(0, MOST_MESSAGES)
    .map(({ message }) => message.replaceAll(token, '…').replace(/\s+/g, ' ').slice(0, LONGEST_MESSAGE));
  return words.join('\n');
}

async function post(url: string, token: string, body: object): Promise<unknown> {
  const end = AbortSignal.timeout(ANSWER_WITHIN_MS);
  try {
    const { data, status } = await axios.post<unknown>(url, body, {
      headers: { authorization: `Bearer ${token}` },
      signal: end, // axios's own timeout does not cover a body that trickles in
      maxContentLength: MAX_BYTES,
      maxRedirects: 0, // token and credentials go to whom they were meant for, and to no one else
      validateStatus: () => true,
      proxy: false,
    });
    if (status < 300 || status > 399) return data;
  } catch (error) {
    const code = error instanceof AxiosError ? (error.code ?? error.message) : 'unknown reason';
    const reason = end.aborted ? `no answer within ${ANSWER_WITHIN_MS / 1_000} s` : code;
    throw new CommandFailed(`${url} can't be reached (${reason}); give --url`, 2);
  }
  throw new CommandFailed(`${url}: redirects, which is not followed; give where it leads as --url`, 2);
}
