import pino, { type Logger } from 'pino';
import { redact, redactText } from './redact';
import type { TelemetryConfig } from './config';

/** Log lines as JSON on a stream, without credentials and personal data. */
export function createLog(stream: pino.DestinationStream): Logger {
  return pino(
    {
      base: { service: 'pasar' },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: {
        level: (level) => ({ level }),
        log: (fields) => redact(fields) as Record<string, unknown>,
      },
      hooks: {
        logMethod(args, method) {
          method.apply(
            this,
            args.map((arg: unknown) => (typeof arg === 'string' ? redactText(arg) : arg)) as typeof args,
          );
        },
      },
    },
    stream,
  );
}

/** The log of this process, on standard error: standard output is for who started it by hand. */
export const log = createLog(pino.destination({ dest: 2, sync: true }));

export function setLogLevel({ logLevel }: TelemetryConfig): void {
  log.level = logLevel;
}
