import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { Ajv } from 'ajv';
import * as z from 'zod/mini';
import { collection } from '../../postman/collection/collection';
import { contractData } from '../../postman/collection/contract-data';
import { offRoute, scenario } from '../../postman/scenario';
import { scenarios } from '../../postman/scenarios';
import { services } from '../../services';
import { defineContract, problemsOf } from '../../services/contract/contract';

const contracts = services.map(({ contract }) => contract);
const made = collection(contracts, scenarios);
const items = made.item.flatMap((folder) => folder.item);
const steps = scenarios.flatMap((part) => part.steps);

const Note = z.strictObject({ id: z.string(), text: z.string() });
const NewNote = z.strictObject({ text: z.string() });
const notes = defineContract({
  service: 'notes',
  title: 'Notes',
  description: 'A second service, without scenarios.',
  schemas: { Note, NewNote },
  routes: {
    createNote: {
      method: 'POST',
      path: '/notes',
      summary: 'Create a note',
      body: { schema: NewNote, contentTypes: ['application/json'], example: { text: 'hello' } },
      answers: { 201: { description: 'The note.', body: Note, headers: ['Location'] } },
    },
    readNote: {
      method: 'GET',
      path: '/notes/{id}',
      summary: 'Read a note',
      params: z.strictObject({ id: z.string() }),
      answers: { 200: { description: 'The note.', body: Note } },
      problems: [404],
    },
  },
});

test('the collection is the same every time it is made', () => {
  expect(collection(contracts, scenarios)).toEqual(made);
  const ids = [...made.item, ...items].map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

test('the collection in the repository is the one made from the contract and the scenarios', () => {
  const file = readFileSync(join(__dirname, '../../postman/collection.json'), 'utf8');
  expect(JSON.parse(file)).toEqual(JSON.parse(JSON.stringify(made)));
});

test.each(contracts.flatMap(({ routes }) => Object.entries(routes)))(
  'the route %s is exercised where it succeeds and, if it has problems of its own, where it does not',
  (name, route) => {
    const answers = steps.flatMap(({ target, answers }) =>
      'route' in target && target.route === name ? [answers] : [],
    );
    for (const status of Object.keys(route.answers)) expect(answers).toContain(Number(status));
    // 409 needs a request that is still in flight: the requests sent at once accept it, and none can call for it.
    for (const status of route.problems ?? []) if (status !== 409) expect(answers).toContain(status);
    const input = problemsOf(route).filter((status) => [413, 415].includes(status) && route.body);
    for (const status of input) expect(answers).toContain(status);
  },
);

test('every path has a request by a method that it does not take, and a preflight', () => {
  for (const path of new Set(
    contracts.flatMap(({ routes }) => Object.values(routes).map((route) => route.path)),
  )) {
    const names = items.map(({ name }) => name);
    expect(names).toContainEqual(expect.stringMatching(new RegExp(`^\\w+ ${escaped(path)} is not allowed$`)));
    expect(names).toContainEqual(expect.stringMatching(new RegExp(`^A browser asks .* ${escaped(path)}$`)));
  }
});

test('a service without scenarios gets a request for each of its routes', () => {
  const both = collection([...contracts, notes], scenarios);
  const folder = both.item.find(({ name }) => name === 'Routes without a scenario');
  expect(folder?.item.map(({ name }) => name)).toEqual(['notes: createNote', 'notes: readNote']);
  const [create, read] = folder?.item ?? [];
  expect(JSON.parse(create?.request.body?.raw ?? '')).toEqual({ text: 'hello' });
  expect(read?.request.url).toMatchObject({
    raw: '{{baseUrl}}/notes/:id',
    variable: [{ key: 'id', value: '{{$guid}}' }],
  });
  expect(both.item.at(-1)?.name).toBe('Clean up');
  expect(JSON.stringify(both)).toContain('PUT /notes/{id} is not allowed');
});

test('a scenario for a route that is not there, or with an answer that is not documented, is refused', () => {
  const wrong = (step: (typeof steps)[number]) => () =>
    collection(contracts, [scenario('Wrong', '', [step])]);
  expect(wrong({ name: 'x', target: { route: 'buyItem', params: {} }, answers: 200 })).toThrow(/buyItem/);
  expect(wrong({ name: 'x', target: { route: 'listItems', params: {} }, answers: 418 })).toThrow(/418/);
  expect(wrong({ name: 'x', target: { route: 'readItem', params: {} }, answers: 200 })).toThrow(/\{id\}/);
  const twice = scenario('Twice', '', [
    offRoute('GET /x', 'same', { answers: 404 }),
    offRoute('GET /x', 'same', { answers: 404 }),
  ]);
  expect(() => collection(contracts, [twice])).toThrow(/"same"/);
});

test('all scripts are JavaScript, and begin with what keeps the old global names away', () => {
  for (const { script } of [...made.event, ...items.flatMap(({ event }) => event)]) {
    expect(script.exec[0]).toBe('"use sandbox2";');
    expect(() => new Script(script.exec.join('\n'))).not.toThrow();
  }
});

test('the schemas of the answers are sound, and strict', () => {
  const { definitions, routes } = contractData(contracts);
  const ajv = new Ajv({ strict: false, validateFormats: false });
  for (const name of [
    ...routes.flatMap(({ answers }) => Object.values(answers).map(({ schema }) => schema)),
    'Problem',
  ]) {
    if (!name) continue;
    const validate = ajv.compile({ allOf: [{ $ref: `#/definitions/${name}` }], definitions });
    expect(validate({ surprise: true })).toBe(false);
    expect(definitions[name]).toMatchObject({ additionalProperties: false });
  }
});

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
