import { Failure } from '../../../services/runtime/failure';
import { Problem, toProblem } from '../../../services/runtime/problem';

test('a failure is told as what it is', () => {
  expect(toProblem(new Failure('stale-version', 'It has changed.'), 'r-1')).toEqual({
    type: 'about:blank',
    title: 'Precondition Failed',
    status: 412,
    detail: 'It has changed.',
    requestId: 'r-1',
  });
});

test('what is wrong with the input is told piece by piece', () => {
  const errors = [{ in: 'body', pointer: '/name', detail: 'Too long' }] as const;
  expect(toProblem(new Failure('invalid-request', 'No.', { errors }), 'r-1')).toMatchObject({
    status: 400,
    errors,
  });
});

test('of a bug nothing gets out but the request id', () => {
  const problem = toProblem(new Error('secret of /var/task/index.js'), 'r-1');
  expect(problem).toMatchObject({ status: 500, requestId: 'r-1' });
  expect(JSON.stringify(problem)).not.toContain('secret');
});

test('a cause is for the log alone', () => {
  const failure = new Failure('unavailable', 'Try again.', { cause: new Error('ECONNREFUSED 10.0.0.1') });
  expect(JSON.stringify(toProblem(failure, 'r-1'))).not.toContain('10.0.0.1');
});

test.each([new Failure('not-found', 'x'), new Error('x'), 'x', undefined])(
  '%p becomes a problem of the schema',
  (thrown) => {
    expect(Problem.safeParse(toProblem(thrown, 'r-1')).success).toBe(true);
  },
);
