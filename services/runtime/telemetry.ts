import { Logger } from '@aws-lambda-powertools/logger';

export interface Telemetry {
  readonly logger: Logger;
  /** Runs the work of one invocation inside a trace segment, when this invocation is traced. */
  traced<T>(work: () => Promise<T>): Promise<T>;
}

/**
 * The service's name comes from POWERTOOLS_SERVICE_NAME. The tracer is loaded by the first request
 * that X-Ray samples: it would add more than a quarter to every cold start (see docs/decisions).
 */
export function createTelemetry(): Telemetry {
  // Kept here, not by the tracer, which may not be there yet when the environment is cold.
  let coldStart = true;
  return {
    logger: new Logger(),
    async traced(work) {
      const isCold = coldStart;
      coldStart = false;
      if (!process.env._X_AMZN_TRACE_ID?.includes('Sampled=1')) return work();
      const { inSegment } = await import('./tracer');
      return inSegment(work, isCold);
    },
  };
}
