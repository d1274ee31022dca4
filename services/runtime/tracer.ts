import { Tracer } from '@aws-lambda-powertools/tracer';

// Kept behind this one function: the X-Ray SDK inside reaches its end of support on 2027-02-25.
const tracer = new Tracer({ captureHTTPsRequests: false });

/** Runs `work` in a subsegment named for the handler, with its error and its cold start on record. */
export async function inSegment<T>(work: () => Promise<T>, coldStart: boolean): Promise<T> {
  const segment = tracer.getSegment();
  const subsegment = segment?.addNewSubsegment('## handler');
  if (subsegment) tracer.setSegment(subsegment);
  tracer.putAnnotation('ColdStart', coldStart);
  tracer.addServiceNameAnnotation();
  try {
    return await work();
  } catch (error) {
    tracer.addErrorAsMetadata(error as Error);
    throw error;
  } finally {
    subsegment?.close();
    if (segment) tracer.setSegment(segment);
  }
}
