import { parentPort, workerData } from 'node:worker_threads';
import { findGraphBreakingChanges } from '../../../schema/federation/breaking-changes';
import { composeWithPartners, CompositionFailed } from '../../../schema/federation/compose';
import type { Composition, CompositionRequest } from './compose-request';

/** Composes in a thread of its own: a second of work that no query waits for. */
function run({ base, partners, before, operations }: CompositionRequest): Composition {
  try {
    const sdl = composeWithPartners(base, partners);
    return { sdl, breaking: before === null ? [] : findGraphBreakingChanges(before, sdl, operations) };
  } catch (error) {
    if (error instanceof CompositionFailed) return { reasons: error.reasons };
    throw error;
  }
}

parentPort?.postMessage(run(workerData as CompositionRequest));
