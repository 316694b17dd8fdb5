import pino from 'pino';
import { log } from '../../subgraphs/telemetry/log';

export interface CapturedLog {
  /** Everything that this process logged, redacted as it would stand on the disk; of every level. */
  lines(): readonly string[];
  text(): string;
}

/** Keeps what is logged from here to the end of the test file in place of dropping it. */
export function captureLog(): CapturedLog {
  const lines: string[] = [];
  const { streamSym } = pino.symbols;
  const { level } = log;
  const stream: unknown = Reflect.get(log, streamSym);
  beforeAll(() => {
    Reflect.set(log, streamSym, { write: (line: string) => void lines.push(line) });
    log.level = 'trace';
  });
  afterAll(() => {
    log.level = level;
    Reflect.set(log, streamSym, stream);
  });
  return { lines: () => lines, text: () => lines.join('') };
}
