import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findEngine } from '../../../infra/local-cloud/tables/find-engine';

test('LOCAL_DYNAMODB_ENDPOINT goes before everything else, and is named', () => {
  expect(findEngine({ LOCAL_DYNAMODB_ENDPOINT: 'http://localhost:8000' })).toEqual({
    kind: 'external',
    endpoint: 'http://localhost:8000',
    description: 'the DynamoDB engine at http://localhost:8000 (LOCAL_DYNAMODB_ENDPOINT)',
  });
});

test('an endpoint that is no URL is refused with an example', () => {
  expect(() => findEngine({ LOCAL_DYNAMODB_ENDPOINT: 'localhost' })).toThrow(
    'LOCAL_DYNAMODB_ENDPOINT is not a URL: localhost. Set it to http://localhost:8000, say.',
  );
});

describe('where none comes along', () => {
  const directory = mkdtempSync(join(tmpdir(), 'groundwork-engine-'));
  afterAll(() => rmSync(directory, { recursive: true }));

  test('the one on the PATH is taken', () => {
    const program = join(directory, 'dynoxide');
    writeFileSync(program, '#!/bin/sh\n');
    chmodSync(program, 0o755);
    expect(findEngine({ PATH: `/nowhere:${directory}` }, () => undefined)).toMatchObject({
      kind: 'embedded',
      binary: program,
    });
  });

  test('it is said what to do', () => {
    expect(() => findEngine({ PATH: '/nowhere' }, () => undefined)).toThrow(
      /There is no DynamoDB engine for .*Do one of these:\n.*dynoxide 1\.2\.1.*\n.*LOCAL_DYNAMODB_ENDPOINT=/,
    );
  });
});
