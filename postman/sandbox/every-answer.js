// @ts-nocheck
// Runs after every request, before the request's own checks: what the contract says of any answer.
const contract = JSON.parse(pm.collectionVariables.get('contract'));
const { code } = pm.response;
const { method } = pm.request;
const tokens = ['token', 'otherToken', 'accessToken'].map((name) => pm.variables.get(name) || '');
const received = pm.response.text() || '';
const text = withoutTokens(received);
const url = pm.request.url.toString().replace(/[?#].*$/, '');
const baseUrl = pm.variables.replaceIn('{{baseUrl}}');
const routesHere = routesAt(url);
const route = routesHere.find((candidate) => candidate.method === method);
const answer = route?.answers[code];
const isPreflight = method === 'OPTIONS' && routesHere.length > 0;
const methodsHere = [...routesHere.map((candidate) => candidate.method), 'OPTIONS'];

function routesAt(address) {
  const path = address.startsWith(baseUrl) ? address.slice(baseUrl.length) : address;
  return contract.routes.filter(({ pattern }) => new RegExp(pattern).test(path));
}

/** What a body holds may end up in a report: claims and signatures do not. */
function withoutTokens(part) {
  const secrets = tokens.flatMap((token) => token.split('.').slice(1)).filter(({ length }) => length > 20);
  return secrets.reduce((rest, secret) => rest.replaceAll(secret, '(of a token)'), part);
}

/** All values of a header: a browser refuses an answer that names its origin twice. */
function sent(name) {
  return pm.response.headers
    .filter(({ key }) => key.toLowerCase() === name.toLowerCase())
    .map(({ value }) => value);
}

function listed(name) {
  return sent(name)
    .join(',')
    .split(/\s*,\s*/);
}

function mediaType() {
  return sent('Content-Type').map((value) => value.split(';')[0].trim());
}

function satisfies(value, name) {
  const schema = { allOf: [{ $ref: `#/definitions/${name}` }], definitions: contract.definitions };
  // That the schema is one is for a test to say, once: here it would take longer than all the rest.
  pm.expect(value).to.have.jsonSchema(schema, { meta: false, validateSchema: false });
}

if (route) {
  pm.test(`${code} is documented for ${route.name}`, () => {
    pm.expect([...Object.keys(route.answers).map(Number), ...route.problems]).to.include(code);
  });
} else {
  const expected = isPreflight ? 204 : routesHere.length > 0 ? 405 : 404;
  pm.test(`${method} ${expected === 404 ? 'of no route' : 'here'} is answered ${expected}`, () => {
    pm.expect(code).to.equal(expected);
  });
}

for (const [what, headers] of Object.entries(contract.headers)) {
  pm.test(what, () => {
    for (const [name, value] of Object.entries(headers)) {
      pm.expect(sent(name), name).to.eql([pm.variables.replaceIn(value)]);
    }
  });
}
pm.test('the answer has a request id, and the headers that are documented', () => {
  for (const name of ['x-amzn-RequestId', ...(answer?.headers || [])]) {
    pm.expect(sent(name), name).to.have.lengthOf(1);
    pm.expect(sent(name)[0], name).to.not.equal('');
  }
});

pm.test('the answer holds nothing of a token', () => {
  const headers = pm.response.headers.map(({ value }) => value).join('\n');
  pm.expect(withoutTokens(headers) === headers, 'its headers').to.equal(true);
  pm.expect(text === received, 'its body').to.equal(true);
});

if (answer?.schema) {
  pm.test('the body is application/json', () => {
    pm.expect(mediaType()).to.eql(['application/json']);
  });
  pm.test(`the body is exactly what the schema ${answer.schema} says`, () => {
    satisfies(JSON.parse(text), answer.schema);
  });
} else if (code < 400) {
  pm.test('there is no body', () => {
    pm.expect(text).to.equal('');
  });
} else {
  pm.test('the error is application/problem+json', () => {
    pm.expect(mediaType()).to.eql(['application/problem+json']);
  });
  pm.test('the error is exactly what the schema Problem says, with its own status and a request id', () => {
    const problem = JSON.parse(text);
    satisfies(problem, 'Problem');
    pm.expect(problem.status, 'status').to.equal(code);
    pm.expect(problem.requestId, 'requestId').to.not.equal('');
  });
  pm.test('the error shows nothing of the inside', () => {
    pm.expect(text).to.not.match(/\bat .{1,200}:\d+:\d+|node_modules|\/var\/task|node:internal/);
  });
}

for (const [name, value] of Object.entries(contract.headersOfStatus[code] || {})) {
  pm.test(`${code} comes with ${name}`, () => {
    pm.expect(sent(name)).to.eql([value]);
  });
}
if (code === 405) {
  pm.test('Allow names exactly the methods of the path', () => {
    pm.expect(listed('Allow')).to.have.members(methodsHere);
  });
}
if (isPreflight) {
  pm.test('Access-Control-Allow-Methods names exactly the methods of the path', () => {
    pm.expect(listed('Access-Control-Allow-Methods')).to.have.members(methodsHere);
  });
  pm.test('Access-Control-Allow-Headers names every header that a route here takes', () => {
    const allowed = listed('Access-Control-Allow-Headers').map((name) => name.toLowerCase());
    const needed = routesHere.flatMap(({ requestHeaders }) =>
      requestHeaders.map((name) => name.toLowerCase()),
    );
    pm.expect(allowed).to.include.members(needed);
  });
}

// What has been created and can be deleted stands in a list until it is; the folder Clean up works it off.
// Only who has created it can delete it: that it is not there for the other user says nothing.
const as = pm.request.headers.get('Authorization') === `Bearer ${tokens[1]}` ? 'other' : 'user';
const created = JSON.parse(pm.collectionVariables.get('created'));
const others = (address) => created.filter((one) => one.url !== address || one.as !== as);
if (code === 201 && sent('Location').length > 0) {
  const address = url.replace(/^(https?:..[^/]+).*$/, '$1') + sent('Location')[0];
  const isDeletable = routesAt(address).some((candidate) => candidate.method === 'DELETE');
  if (isDeletable)
    pm.collectionVariables.set('created', JSON.stringify([...others(address), { url: address, as }]));
}
if (method === 'DELETE' && (code === 204 || code === 404)) {
  pm.collectionVariables.set('created', JSON.stringify(others(url)));
}
