import { print } from '../terminal';
import type { AskGraph } from './graph';
import { readMarketplace } from './onboarding';

/** `toko-tani: LIVE, version 3` */
export async function printStanding(ask: AskGraph, id: string): Promise<void> {
  const { state, onboarding } = await readMarketplace(ask, id);
  const served = onboarding?.liveVersion;
  print(`${id}: ${state}${served == null ? '' : `, version ${served}`}`);
}
