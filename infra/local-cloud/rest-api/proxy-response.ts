import { type Answer, isLegalHeader, withDefault } from './answer';
import { configurationError, malformedAnswer } from './gateway-failure';
import type { HeaderList } from './headers';

const KNOWN_KEYS = ['statusCode', 'headers', 'multiValueHeaders', 'body', 'isBase64Encoded'];
// The gateway writes them itself or the connection does.
const DROPPED = ['transfer-encoding', 'connection', 'keep-alive', 'te', 'upgrade', 'content-length'];
// Sent on under another name (documented, "important notes for REST APIs").
const REMAPPED = ['www-authenticate', 'server', 'date', 'authorization', 'content-md5', 'user-agent', 'via'];

/**
 * Reads what a function answered.
 *
 * Scalars become text or numbers where those are wanted: a status "201" (recorded), `true` as a header
 * (recorded), and by the same rule numbers as headers and bodies (assumption). `null` is absent (recorded for
 * `headers`). Anything else unexpected is malformed.
 *
 * @param decodesBase64 whether the API treats the answer as binary.
 * @throws GatewayFailure 502 for a malformed answer, 500 for base64 that cannot be decoded (documented).
 */
export function readProxyResponse(payload: string, decodesBase64: boolean): Answer {
  const answer = parse(payload);
  const unknown = Object.keys(answer).find((key) => !KNOWN_KEYS.includes(key));
  if (unknown !== undefined) throw malformedAnswer(`unknown key ${JSON.stringify(unknown)}`);
  const text = readText(answer.body, 'body') ?? '';
  const isBase64 = readBoolean(answer.isBase64Encoded);
  return {
    status: readStatus(answer.statusCode),
    headers: withDefault(readHeaders(answer), 'Content-Type', 'application/json'),
    // Without a matching binary media type the base64 text goes out as it is (recorded).
    body: isBase64 && decodesBase64 ? decodeBase64(text) : Buffer.from(text, 'utf8'),
  };
}

function parse(payload: string): Record<string, unknown> {
  let answer: unknown;
  try {
    answer = JSON.parse(payload);
  } catch {
    throw malformedAnswer('it is not JSON');
  }
  if (!isObject(answer)) throw malformedAnswer('it is not an object');
  return answer;
}

/** 200 when absent (recorded). Informational statuses are refused: no answer would follow (assumption). */
function readStatus(value: unknown): number {
  if (value === undefined || value === null) return 200;
  const text = typeof value === 'number' || typeof value === 'string' ? String(value) : '';
  if (!/^[2-5]\d\d$/.test(text)) throw malformedAnswer(`statusCode ${JSON.stringify(value)} is not a status`);
  return Number(text);
}

/** With one name in both maps both are sent, the multi values first (recorded). */
function readHeaders(answer: Record<string, unknown>): HeaderList {
  const pairs: [string, string][] = [];
  for (const [name, values] of Object.entries(readMap(answer.multiValueHeaders, 'multiValueHeaders'))) {
    if (values === null) continue;
    if (!Array.isArray(values)) throw malformedAnswer(`multiValueHeaders ${name} is not a list`);
    for (const value of values) pairs.push([name, readText(value, name) ?? '']);
  }
  for (const [name, value] of Object.entries(readMap(answer.headers, 'headers'))) {
    const text = readText(value, name);
    if (text !== undefined) pairs.push([name, text]);
  }
  for (const [name, value] of pairs) {
    if (!isLegalHeader(name, value))
      throw malformedAnswer(`header ${JSON.stringify(name)} is not legal in HTTP`);
  }
  return pairs
    .filter(([name]) => !DROPPED.includes(name.toLowerCase()))
    .map(([name, value]) => [
      REMAPPED.includes(name.toLowerCase()) ? `x-amzn-Remapped-${name}` : name,
      value,
    ]);
}

function readMap(value: unknown, name: string): Record<string, unknown> {
  if (value === undefined || value === null) return {};
  if (!isObject(value)) throw malformedAnswer(`${name} is not an object`);
  return value;
}

function readText(value: unknown, name: string): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'object') throw malformedAnswer(`${name} is not text`);
  return String(value);
}

function readBoolean(value: unknown): boolean {
  if (value === undefined || value === null) return false;
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw malformedAnswer('isBase64Encoded is not a boolean');
}

function decodeBase64(text: string): Buffer {
  const compact = text.replace(/\s+/g, '');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(compact)) {
    throw configurationError('the answer is not base64, though it says so');
  }
  return Buffer.from(compact, 'base64');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
