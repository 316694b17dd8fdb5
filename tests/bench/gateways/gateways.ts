import { join } from 'node:path';
import { startNode, type StartedProcess } from '../../support/processes';

/**
 * What requests that are identical and under way at once share: nothing, the reads of subgraphs, or the whole
 * operation down to the text of its answer.
 */
export type SingleFlight = 'none' | 'reads' | 'operations';

/** A gateway to be measured, in a process of its own. */
export interface Gateway {
  readonly name: string;
  readonly singleFlight: SingleFlight;
  start(supergraphFile: string, port: number): StartedProcess;
}

/** Name of the variable that the scripts in `peers` read. */
const SINGLE_FLIGHT = 'SINGLE_FLIGHT';
const PRODUCTION = { NODE_ENV: 'production' };

export const gateways: readonly Gateway[] = [
  script('apollo', 'none'),
  script('tools', 'reads'),
  script('tools', 'none'),
  hive('hive-js', 'reads', '--jit'),
  hive('hive-js', 'none', '--jit'),
  hive('hive-js', 'operations', '--jit'),
  hive('hive-rust', 'reads', '--hive-router-runtime'),
  hive('hive-rust', 'none', '--hive-router-runtime'),
  hive('hive-rust', 'operations', '--hive-router-runtime'),
  pasar('pasar', 'reads', { PASAR_ENGINE: 'pasar', PASAR_SINGLE_FLIGHT: 'on' }),
  pasar('pasar', 'none', { PASAR_ENGINE: 'pasar', PASAR_SINGLE_FLIGHT: 'off' }),
  pasar('pasar-apollo', 'none', { PASAR_ENGINE: 'apollo', PASAR_SINGLE_FLIGHT: 'off' }),
];

/** Whether it needs what the package in `peers` installs. */
export function isPeer({ name }: Gateway): boolean {
  return !name.startsWith('pasar');
}

function script(name: string, singleFlight: SingleFlight): Gateway {
  return {
    name,
    singleFlight,
    start: (file, port) =>
      startNode([join(__dirname, `peers/${name}.mjs`), file, String(port)], {
        ...PRODUCTION,
        [SINGLE_FLIGHT]: singleFlight,
      }),
  };
}

/** Hive Gateway by its own command, with the options that its makers measure it with. */
function hive(name: string, singleFlight: SingleFlight, ...options: readonly string[]): Gateway {
  return {
    name,
    singleFlight,
    start: (file, port) =>
      startNode(
        [
          join(__dirname, 'peers/node_modules/@graphql-hive/gateway/dist/bin.js'),
          'supergraph',
          file,
          ...['--config-path', join(__dirname, 'peers/hive.config.mjs')],
          ...['--host', '127.0.0.1', '--port', String(port)],
          ...options,
        ],
        { ...PRODUCTION, LOG_LEVEL: 'warn', [SINGLE_FLIGHT]: singleFlight },
      ),
  };
}

function pasar(name: string, singleFlight: SingleFlight, environment: Record<string, string>): Gateway {
  return {
    name,
    singleFlight,
    start: (file, port) =>
      startNode(
        ['gateway/launch.js', 'gateway/standalone.ts', '--supergraph', file, '--port', String(port)],
        {
          ...PRODUCTION,
          PASAR_LOG_LEVEL: 'error',
          // What is measured is the work, not how it is turned away when there is too much of it.
          PASAR_MAX_EVENT_LOOP_DELAY_MS: '60000',
          PASAR_DEADLINE_MS: '60000',
          ...environment,
        },
      ),
  };
}
