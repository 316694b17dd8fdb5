import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import type { TelemetryConfig } from './config';

/**
 * Sends traces where OTEL_EXPORTER_OTLP_ENDPOINT points; without it spans are never made and cost
 * nothing. Gives the function that sends what is left and stops.
 */
export function startTracing(
  { otlpEndpoint, serviceName }: TelemetryConfig,
  program: string,
): () => Promise<void> {
  if (otlpEndpoint === null) return () => Promise.resolve();
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
