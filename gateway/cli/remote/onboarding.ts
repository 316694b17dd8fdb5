import { z } from 'zod';
import { CommandFailed } from '../command';
import type { AskGraph } from './graph';

const problem = z.object({
  kind: z.string(),
  message: z.string(),
  path: z.string().nullable(),
  line: z.number().nullable(),
  column: z.number().nullable(),
  operations: z.number().nullable(),
});
export type RemoteProblem = z.infer<typeof problem>;

const finding = z.object({ path: z.string(), expected: z.string(), got: z.string(), fix: z.string() });
const result = z.object({
  id: z.string(),
  level: z.enum(['MUST', 'SHOULD']),
  title: z.string(),
  outcome: z.enum(['PASSED', 'FAILED', 'SKIPPED']),
  findings: z.array(finding),
  skipped: z.string().nullable(),
  durationMs: z.number(),
});
const check = z.object({
  state: z.enum(['NONE', 'RUNNING', 'PASSED', 'FAILED']),
  checkedAt: z.string().nullable(),
  offersSeen: z.number().nullable(),
  results: z.array(result),
});
export type RemoteCheck = z.infer<typeof check>;

const version = z.object({
  version: z.number(),
  state: z.string(),
  protocol: z.string(),
  createdAt: z.string(),
  createdBy: z.string(),
  check,
});
const action = z.object({
  action: z.string(),
  version: z.number().nullable(),
  actor: z.string(),
  role: z.string(),
  note: z.string().nullable(),
  at: z.string(),
});
const marketplace = z.object({
  id: z.string(),
  name: z.string(),
  state: z.string(),
  protocol: z.string(),
  offerCount: z.number(),
  index: z.object({
    status: z.string(),
    completedAt: z.string().nullable(),
    rejectedCount: z.number(),
    problems: z.array(z.string()),
  }),
  health: z.object({ state: z.string() }).nullable(),
  onboarding: z
    .object({
      liveVersion: z.number().nullable(),
      suspendedBy: z.string().nullable(),
      versions: z.array(version),
      actions: z.array(action),
    })
    .nullable(),
});
export type RemoteMarketplace = z.infer<typeof marketplace>;

const MARKETPLACE = `id name state protocol offerCount index { status completedAt rejectedCount problems } health { state }
  onboarding { liveVersion suspendedBy actions { action version actor role note at }
    versions { version state protocol createdAt createdBy check { state checkedAt offersSeen results {
      id level title outcome skipped durationMs findings { path expected got fix } } } } }`;
const PROBLEMS = 'problems { kind message path line column operations }';

const wished = z.object({
  wished: z.object({ marketplace: z.object({ id: z.string() }).nullable(), problems: z.array(problem) }),
});
export type Wished = z.infer<typeof wished>['wished'];

/** Names of the mutations that take nothing but an id, and more of their own. */
export type Change =
  | 'checkMarketplace'
  | 'publishMarketplace'
  | 'suspendMarketplace'
  | 'resumeMarketplace'
  | 'rollbackMarketplace';

export async function register(
  ask: AskGraph,
  document: string,
  credentials: Readonly<Record<string, string>> | null,
): Promise<Wished> {
  const input = {
    document,
    ...(credentials === null
      ? {}
      : { credentials: Object.entries(credentials).map(([name, value]) => ({ name, value })) }),
  };
  const query = `mutation ($input: RegisterMarketplaceInput!) { wished: registerMarketplace(input: $input) { marketplace { id } ${PROBLEMS} } }`;
  return (await ask(query, { input }, wished)).wished;
}

/** Each version is kept, and there can be so many. */
export const LATEST_VERSION = 10_000;

/** Arguments beside the id, with their types. */
export type ChangeArguments = Readonly<
  Record<string, readonly [type: 'Int' | 'String' | 'Boolean', value: unknown]>
>;

export async function change(
  ask: AskGraph,
  mutation: Change,
  id: string,
  more: ChangeArguments = {},
): Promise<Wished> {
  const names = Object.keys(more);
  const declared = ['$id: ID!', ...names.map((name) => `$${name}: ${more[name]?.[0] ?? 'String'}`)].join(
    ', ',
  );
  const given = ['id: $id', ...names.map((name) => `${name}: $${name}`)].join(', ');
  const query = `mutation (${declared}) { wished: ${mutation}(${given}) { marketplace { id } ${PROBLEMS} } }`;
  const variables = Object.fromEntries(names.map((name) => [name, more[name]?.[1]]));
  return (await ask(query, { id, ...variables }, wished)).wished;
}

export async function readMarketplaces(
  ask: AskGraph,
  ids: readonly string[] | null,
): Promise<readonly RemoteMarketplace[]> {
  const query = `query ($ids: [ID!]) { marketplaces(ids: $ids) { ${MARKETPLACE} } }`;
  return (await ask(query, { ids }, z.object({ marketplaces: z.array(marketplace) }))).marketplaces;
}

export async function readMarketplace(ask: AskGraph, id: string): Promise<RemoteMarketplace> {
  const [found] = await readMarketplaces(ask, [id]);
  if (found === undefined) throw new CommandFailed(`"${id}" is not known there, or is not yours`, 1);
  return found;
}
