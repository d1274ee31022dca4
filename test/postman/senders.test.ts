import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { collection } from '../../postman/collection/collection';
import { scenarios } from '../../postman/scenarios';
import { services } from '../../services';
import { type Contract, defineContract } from '../../services/contract/contract';

const contracts: readonly Contract[] = services.map(({ contract }) => contract);
const made = collection(contracts, scenarios);
const items = made.item.flatMap((folder) => folder.item);
const steps = scenarios.flatMap((part) => part.steps);
const protectedRoutes = contracts.flatMap(({ routes }) =>
  Object.entries(routes).flatMap(([name, route]) => (route.public ? [] : [name])),
);
const bearer = (value: string) => ({ type: 'bearer', bearer: [{ key: 'token', value, type: 'string' }] });

const notes = defineContract({
  service: 'notes',
  title: 'Notes',
  description: 'A second service, with a public route and one that is not.',
  schemas: {},
  routes: {
    readNote: {
      method: 'GET',
      path: '/notes/{id}',
      summary: 'Read a note',
      params: z.strictObject({ id: z.string() }),
      answers: { 204: { description: 'It is there.' } },
    },
    countNotes: {
      method: 'GET',
      path: '/notes',
      summary: 'Count all notes',
      public: true,
      answers: { 204: { description: 'There are some.' } },
    },
  },
});

test('a request is sent by the user where the contract asks for one, by nobody elsewhere, and otherwise if a step says so', () => {
  expect(made.auth).toEqual(bearer('{{token}}'));
  const authOf = (name: string) => items.find((item) => item.name === name)?.request.auth;
  expect(authOf('Is the service there?')).toEqual({ type: 'noauth' });
  // It inherits, so that whoever chooses OAuth 2.0 for the collection has chosen it for this.
  expect(authOf('Create an item')).toBeUndefined();
  expect(authOf('Our website may create')).toEqual({ type: 'noauth' });
  expect(authOf('Ask for an unknown path')).toEqual({ type: 'noauth' });
  expect(authOf('Ask for an unknown path, signed in')).toBeUndefined();
  expect(authOf("Bo reads Ada's item")).toEqual(bearer('{{otherToken}}'));
  expect(authOf("Read Ada's item by an access token")).toEqual(bearer('{{accessToken}}'));
  expect(authOf('Delete what is left')).toBeUndefined();
  expect(authOf('Delete what is left of the other user')).toEqual(bearer('{{otherToken}}'));
});

test.each(protectedRoutes)(
  'the route %s is asked by each user, by edited tokens and by an access token',
  (name) => {
    const senders = steps.flatMap(({ target, as, answers }) =>
      'route' in target && target.route === name ? [JSON.stringify([as ?? 'user', answers === 401])] : [],
    );
    for (const sender of ['user', 'other']) expect(senders).toContain(JSON.stringify([sender, false]));
    for (const token of ['{{editedToken}}', '{{accessToken}}']) {
      expect(senders).toContain(JSON.stringify([{ token }, true]));
    }
  },
);

test('what a service asks nobody to sign in for is answered without a token, and everything else is not', () => {
  const folder = collection([...contracts, notes], scenarios).item.find(
    ({ name }) => name === 'Signed in or not',
  );
  const asked = (service: string, route: string) =>
    ['without a token', 'with what is no token'].map((how) => `${service}: ${route} ${how}`);
  expect(folder?.item.map(({ name }) => name)).toEqual(
    [...contracts, notes].flatMap(({ service, routes }) =>
      Object.keys(routes).flatMap((route) => asked(service, route)),
    ),
  );
  for (const { name, request, event } of folder?.item ?? []) {
    const isPublic = /^(items: getHealth|notes: countNotes) /.test(name);
    expect(JSON.stringify(event).includes('answers 401')).toBe(!isPublic);
    expect(request.auth).toEqual(name.endsWith('without a token') ? { type: 'noauth' } : bearer('no-token'));
  }
});

test('the variables for tokens are there, described and empty, and nothing else looks like a token', () => {
  const { variable } = made;
  for (const name of ['token', 'otherToken', 'accessToken']) {
    expect(variable).toContainEqual({
      key: name,
      value: '',
      description: expect.stringMatching(/ token .* user|access token/),
    });
  }
  expect(JSON.stringify(made)).not.toMatch(/eyJ\w/);
});

test('what a script sends beside its request, it sends as the same user', () => {
  const folder = join(__dirname, '../../postman/sandbox');
  const scripts = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.js'))
    .map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') }));
  const sending = scripts.filter(({ text }) => text.includes('pm.sendRequest'));
  expect(sending.map(({ path }) => path).sort()).toEqual(['at-once/change.js', 'at-once/create.js']);
  for (const { text } of sending) expect(text).toContain("pm.request.headers.get('Authorization')");
});
