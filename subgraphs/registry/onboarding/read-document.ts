import { join } from 'node:path';
import { createBulkhead } from '../../../adapters/core/resilience/bulkhead';
import { readDefinition, type ReadDefinition } from '../../../adapters/partners/read-definition';
import { runBeside, TakesTooMuch, type Limits } from '../beside';

/** No definition of this length takes as long to read as a thread takes to start; most are a third of it. */
const READ_HERE = 10_000;
/** The longest and worst take half a second. */
const LIMITS: Limits = { withinMs: 20_000, withinMb: 256 };
/** Strangers' texts: one long one at a time, and not without end. */
const turns = createBulkhead({ atOnce: 1, waiting: 32 });
const patient = new AbortController().signal;

/** Reads a definition without keeping queries waiting; rejects (`BulkheadFull`) where too many long ones wait. */
export async function readDocument(text: string, limits = LIMITS): Promise<ReadDefinition> {
  if (text.length <= READ_HERE) return readDefinition(text);
  const worker = join(__dirname, 'definition-worker.ts');
  try {
    return await turns.execute(() => runBeside<ReadDefinition>(worker, text, limits), patient);
  } catch (error) {
    if (!(error instanceof TakesTooMuch)) throw error;
    const message = `${error.message} to read; make it shorter`;
    return { definition: null, problems: [{ line: 1, column: 1, path: '', message }] };
  }
}
