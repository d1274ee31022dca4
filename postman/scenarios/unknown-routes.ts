import { offRoute, scenario } from '../scenario';

export const unknownRoutes = scenario(
  'Routes that are not there',
  'A path that no contract has, whatever the method.',
  [
    offRoute('GET /', 'Ask for nothing', { answers: 404 }),
    offRoute('GET /no-such-route/at/all', 'Ask for an unknown path', { answers: 404 }),
    offRoute('GET /no-such-route/at/all', 'Ask for an unknown path, signed in', { as: 'user', answers: 404 }),
    offRoute('GET /items/{{$guid}}/parts', 'Ask for a path below an item', { answers: 404 }),
    offRoute('GET /Items', 'Ask for a known path in other letters', { answers: 404 }),
    offRoute('DELETE /no-such-route', 'Delete an unknown path', { answers: 404 }),
    offRoute('POST /no-such-route', 'Send to an unknown path', { body: { name: '{{run}}' }, answers: 404 }),
  ],
);
