import { formatResult } from '../../../adapters/conformance/report-text';
import type { AddCommand } from '../command';
import { print, printJson } from '../terminal';
import { formatTable } from '../text-table';
import { addRemoteOptions, openGraph, type RemoteOptions } from './graph';
import { readMarketplace, readMarketplaces, type RemoteMarketplace } from './onboarding';

const ACTIONS_SHOWN = 10;

/** `pasar status`: how marketplaces stand, or one of them with its versions and its last report. */
export const addStatus: AddCommand = (program) => {
  addRemoteOptions(
    program
      .command('status')
      .summary('how a marketplace stands: versions, last report, index, health')
      .argument('[id]', 'one marketplace; all that the token may see unless given')
      .option('--json', 'print it as JSON'),
  ).action(status);
};

async function status(id: string | undefined, options: RemoteOptions & { json?: boolean }): Promise<void> {
  const ask = openGraph(options);
  if (id === undefined) {
    const all = await readMarketplaces(ask, null);
    if (options.json === true) printJson(all);
    else print(formatAll(all));
    return;
  }
  const one = await readMarketplace(ask, id);
  if (options.json === true) printJson(one);
  else print(formatOne(one));
}

function formatAll(all: readonly RemoteMarketplace[]): string {
  return formatTable(
    [
      { title: 'id', widest: 40 },
      { title: 'name', widest: 40 },
      { title: 'state', widest: 10 },
      { title: 'protocol', widest: 12 },
      { title: 'offers', widest: 10, align: 'right' },
      { title: 'index', widest: 10 },
      { title: 'health', widest: 12 },
    ],
    all.map(({ id, name, state, protocol, offerCount, index, health }) => [
      id,
      name,
      state,
      protocol,
      String(offerCount),
      index.status,
      health?.state ?? '',
    ]),
  );
}

function formatOne({ id, name, state, offerCount, index, health, onboarding }: RemoteMarketplace): string {
  const lines = [
    `${id} (${name}): ${state}`,
    `${offerCount} offers, index ${index.status}, last read ${index.completedAt ?? 'never'}, ` +
      `${index.rejectedCount} records left out, health ${health?.state ?? 'not known yet'}`,
    ...index.problems,
  ].map(onOneLine);
  if (onboarding === null) return lines.join('\n');
  const { versions, actions, suspendedBy } = onboarding;
  if (suspendedBy !== null) lines.push(onOneLine(`suspended by ${suspendedBy}`));
  lines.push(
    '',
    ...versions.map(
      (each) =>
        `version ${each.version}  ${each.state}  ${each.protocol}  ${each.createdAt}  by ${each.createdBy}`,
    ),
  );
  const [newest] = versions;
  if (newest !== undefined && newest.check.results.length > 0) {
    lines.push('', `check of version ${newest.version}: ${newest.check.state}`);
    lines.push(...newest.check.results.map((result) => formatResult(result)));
  }
  lines.push(
    '',
    ...actions
      .slice(0, ACTIONS_SHOWN)
      .map(({ at, action, version, actor, role, note }) =>
        [at, action, version === null ? '' : `version ${version}`, `by ${actor} (${role})`, note ?? '']
          .filter((part) => part !== '')
          .join('  '),
      )
      .map(onOneLine),
  );
  return lines.join('\n');
}

/** What someone noted down must not pass for a line of ours. */
function onOneLine(text: string): string {
  return text.replaceAll('\n', ' ');
}
