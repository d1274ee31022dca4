import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Answer } from '../../rest-api/answer';
import type { HeaderList } from '../../rest-api/headers';

/** On every answer: there are tokens in them, and pages that ask for passwords. */
const always: HeaderList = [
  ['Cache-Control', 'no-store'],
  ['X-Content-Type-Options', 'nosniff'],
];

export function answerWith(status: number, body: string, headers: HeaderList): Answer {
  return { status, headers: [...headers, ...always], body: Buffer.from(body) };
}

export function answerJson(status: number, value: unknown, headers: HeaderList = []): Answer {
  return answerWith(status, JSON.stringify(value), [['Content-Type', 'application/json'], ...headers]);
}

export function redirect(location: string): Answer {
  return answerWith(302, '', [['Location', location]]);
}

/** A problem (RFC 9457), in this server's own words: nothing on AWS answers here. */
export function answerProblem(status: number, detail: string, headers: HeaderList = []): Answer {
  const requestId = randomUUID();
  const problem = { type: 'about:blank', title: STATUS_CODES[status], status, detail, requestId };
  return answerWith(status, JSON.stringify(problem), [
    ['Content-Type', 'application/problem+json'],
    ['x-amzn-RequestId', requestId],
    ...headers,
  ]);
}
