/**
 * @apollo/gateway describes the machine it runs on to Apollo, once an hour and whenever it stops, and asks
 * the clouds' metadata addresses to do so. It knows no option against that but this variable, which it reads
 * for each supergraph. Where the variable is set already, that stays.
 */
export function keepTelemetryHome(environment: NodeJS.ProcessEnv = process.env): void {
  environment['APOLLO_TELEMETRY_DISABLED'] ??= 'true';
}
