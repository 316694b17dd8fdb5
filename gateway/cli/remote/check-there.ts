import { setTimeout as wait } from 'node:timers/promises';
import { formatResult } from '../../../adapters/conformance/report-text';
import { CommandFailed } from '../command';
import { print } from '../terminal';
import type { AskGraph } from './graph';
import { change, readMarketplace, type RemoteCheck } from './onboarding';
import { formatProblems } from './problems';

/** The file that a version came from, and which version; the newest where none is named. */
interface Checking {
  readonly file: string | null;
  readonly version: number | null;
}

/** Has Pasar check a version, and prints what is to be mended. Fails where it does not conform. */
export async function checkThere(ask: AskGraph, id: string, { file, version }: Checking): Promise<void> {
  const wanted = version === null ? {} : { version: ['Int', version] as const };
  const { problems } = await change(ask, 'checkMarketplace', id, wanted);
  if (problems.length > 0) throw new CommandFailed(formatProblems(file, problems), 1);
  const { state, results, offersSeen } = await awaitCheck(ask, id, version);
  for (const result of results) if (result.outcome === 'FAILED') print(formatResult(result));
  if (state === 'FAILED')
    throw new CommandFailed(`${id}: does not conform; mend what MUST hold and register again`, 1);
  print(`${id}: checked, ${offersSeen ?? 0} offers seen`);
}

const POLL_MS = 500;
/** Longer than a check may take. */
const CHECKED_WITHIN_MS = 6 * 60_000;

/** The check of a version, once it is over. */
async function awaitCheck(ask: AskGraph, id: string, wanted: number | null): Promise<RemoteCheck> {
  const deadline = Date.now() + CHECKED_WITHIN_MS;
  for (;;) {
    const { onboarding } = await readMarketplace(ask, id);
    if (onboarding === null) throw new CommandFailed(`"${id}" is not yours to see`, 1);
    const found = onboarding.versions.find(({ version }) => version === (wanted ?? version));
    if (found === undefined)
      throw new CommandFailed(
        `version ${wanted ?? ''} is too old for its report to be shown; publish it again in a few minutes`,
        1,
      );
    const { check } = found;
    if (check.state === 'PASSED' || check.state === 'FAILED') return check;
    if (check.state === 'NONE')
      throw new CommandFailed('the check could not be carried out; try again later', 1);
    if (Date.now() > deadline)
      throw new CommandFailed('the check is not over yet; ask for its status later', 1);
    await wait(POLL_MS);
  }
}
