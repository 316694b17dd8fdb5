import type { Call } from '../../core/contract';
import { callFor } from '../../core/call';
import { AdapterError, toAdapterError } from '../../core/errors';
import { formatDay } from '../../core/jakarta-time';
import { createSingleFlight } from '../../core/resilience/single-flight';
import { understandCatalogue, type CifCatalogue } from './cif-catalogue';
import { createCifClient, type CifAccess, type Validated } from './cif-client';
import { readCif } from './cif-file';
import { createHold } from './cif-hold';

export interface CifShelfOptions extends CifAccess {
  readonly name: string;
  readonly now: () => Date;
}

/** A catalogue, and when it was last known to be the supplier's. */
export interface ShelvedCatalogue extends CifCatalogue {
  readonly observedAt: Date;
}

export interface CifShelf {
  /** The file that a reading goes through: without a fingerprint as it is now, with one that very file. */
  forReading(fingerprint: string | null, call: Call): Promise<ShelvedCatalogue>;
  forLive(call: Call): Promise<ShelvedCatalogue>;
  close(): void;
}

type Shelved = ShelvedCatalogue & Validated;

/** What no one has used for so long is let go: a file of 16 MB takes over a hundred here. */
const KEPT_MS = 60_000;
/** A file is no price tag: whoever asks for one offer is told from a file that was fetched just now. */
const LIVE_FOR_MS = 30_000;
const FILE = 'file';

/**
 * Holds the file that a reading goes through, from its first page to its last, and the newest, which live
 * reads look into. Whoever asks while the file is on its way waits for the same one.
 */
export function createCifShelf(options: CifShelfOptions): CifShelf {
  const { marketplace, name, now } = options;
  const client = createCifClient(options);
  const newest = createHold<Shelved>(KEPT_MS, now);
  const reading = createHold<Shelved>(KEPT_MS, now);

  async function load(call: Call): Promise<Shelved> {
    const known = newest.get();
    // What is on sale changes with the day, so that a file of yesterday's is read again.
    const isTodays = known !== null && formatDay(known.observedAt) === formatDay(now());
    const fetched = await client.fetch(isTodays ? known : null, call);
    const observedAt = now();
    if ('unchanged' in fetched) return { ...fetched.unchanged, observedAt };
    const file = await readCif(fetched.text);
    if ('problem' in file) {
      const { kind, line, message } = file.problem;
      const detail = `CIF catalogue, line ${line}: ${message}`;
      throw new AdapterError(kind === 'INCREMENTAL' ? 'UNSUPPORTED' : 'BAD_RESPONSE', {
        marketplace,
        detail,
      });
    }
    const catalogue = await understandCatalogue(file, { marketplace, name, now: observedAt }, call);
    return { ...catalogue, observedAt, validators: fetched.validators };
  }

  const tooLate = (): AdapterError =>
    new AdapterError('TIMEOUT', { marketplace, detail: 'CIF catalogue: not here before the deadline' });
  const flight = createSingleFlight<typeof FILE, Shelved | AdapterError, Call>(async (_, waiter, starter) => {
    try {
      const loaded = await load(callFor(waiter, starter));
      newest.put(loaded);
      return new Map([[FILE, loaded]]);
    } catch (error) {
      return new Map([[FILE, toAdapterError(error, marketplace)]]);
    }
  }, tooLate);

  async function current(call: Call): Promise<Shelved> {
    const loaded = (await flight.get([FILE], call)).get(FILE);
    if (loaded === undefined) throw tooLate();
    if (loaded instanceof AdapterError) throw loaded;
    return loaded;
  }

  return {
    async forReading(fingerprint, call) {
      const isIt = (held: Shelved | null): held is Shelved => held?.fingerprint === fingerprint;
      const held = fingerprint === null ? undefined : [reading.get(), newest.get()].find(isIt);
      if (held !== undefined) return held;
      const loaded = await current(call);
      if (fingerprint !== null && !isIt(loaded)) {
        // Pages of two files make neither: what moved between them would be missed.
        const detail = 'CIF catalogue: changed while it was read, which has to begin anew';
        throw new AdapterError('BAD_RESPONSE', { marketplace, detail });
      }
      reading.put(loaded);
      return loaded;
    },
    forLive(call) {
      const held = newest.get();
      const age = held === null ? Infinity : now().getTime() - held.observedAt.getTime();
      return held !== null && age < LIVE_FOR_MS ? Promise.resolve(held) : current(call);
    },
    close() {
      newest.drop();
      reading.drop();
    },
  };
}
