import type { TelemetryConfig } from './config';

/**
 * Sends traces where OTEL_EXPORTER_OTLP_ENDPOINT points. Without it spans are never made, and what makes
 * them is not even loaded. Gives the function that sends what is left and stops.
 */
export async function startTracing(
  { otlpEndpoint, serviceName }: TelemetryConfig,
  program: string,
): Promise<() => Promise<void>> {
  if (otlpEndpoint === null) return () => Promise.resolve();
  const [{ OTLPTraceExporter }, { resourceFromAttributes }, { BatchSpanProcessor, NodeTracerProvider }] =
    await Promise.all([
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('@opentelemetry/resources'),
      import('@opentelemetry/sdk-trace-node'),
    ]);
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': serviceName ?? program }),
    spanProcessors: [
      new BatchSpanProcessor(new OTLPTraceExporter({ url: `${otlpEndpoint}/v1/traces` }), {
        scheduledDelayMillis: 1_000,
      }),
    ],
  });
  provider.register();
  // A collector that is away must not keep this process from ending.
  return () => provider.shutdown().catch(() => undefined);
}
