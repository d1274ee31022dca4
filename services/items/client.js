// Generated from the contract by `npm run generate`; change services/*/contract.ts instead.

const service = "items";

const routes = {
  getHealth: {"method":"GET","path":"/health","public":true,"query":[],"headers":[],"reads":[]},
  createItem: {"method":"POST","path":"/items","query":[],"headers":[["idempotencyKey","Idempotency-Key"]],"contentType":"application/json","reads":[["etag","ETag"],["location","Location"]]},
  listItems: {"method":"GET","path":"/items","query":["limit","cursor"],"headers":[],"reads":[]},
  readItem: {"method":"GET","path":"/items/{id}","query":[],"headers":[["ifNoneMatch","If-None-Match"]],"reads":[["etag","ETag"]]},
  changeItem: {"method":"PATCH","path":"/items/{id}","query":[],"headers":[["ifMatch","If-Match"]],"contentType":"application/merge-patch+json","reads":[["etag","ETag"]]},
  deleteItem: {"method":"DELETE","path":"/items/{id}","query":[],"headers":[["ifMatch","If-Match"]],"reads":[]},
};

/** A problem that the API answered with; `problem` is its whole body, `status` the HTTP status. */
export class ApiError extends Error {
  constructor(status, problem) {
    super(problem?.detail ?? problem?.title ?? `The ${service} API answered ${status}`);
    this.name = 'ApiError';
    this.status = status;
    this.problem = problem;
  }
}

export function createClient({
  baseUrl,
  idToken,
  headers: ownHeaders,
  fetch: send = (...args) => fetch(...args),
}) {
  const root = baseUrl.replace(/\/+$/, '');

  async function call(route, input = {}, signal = undefined) {
    const { method, path, query, headers, contentType, reads } = route;
    const url = new URL(root + path.replace(/{(\w+)}/g, (_, name) => encodeURIComponent(input[name])));
    for (const name of query) if (input[name] !== undefined) url.searchParams.set(name, input[name]);
    const token = route.public ? undefined : await idToken?.();
    const sent = { ...(token && { Authorization: `Bearer ${token}` }), ...(await ownHeaders?.()) };
    for (const [name, header] of headers) if (input[name] !== undefined) sent[header] = input[name];
    if (contentType) sent['Content-Type'] = contentType;
    const body = contentType && JSON.stringify(input.body);
    const response = await send(url, { method, headers: sent, body, signal });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('Content-Type') ?? '');
    const answer = text && isJson ? JSON.parse(text) : undefined;
    if (response.status >= 400) throw new ApiError(response.status, answer);
    const read = reads.map(([name, header]) => [name, response.headers.get(header) ?? undefined]);
    return { status: response.status, body: answer, ...Object.fromEntries(read) };
  }

  return Object.fromEntries(
    Object.entries(routes).map(([name, route]) => [
      name,
      (input, { signal } = {}) => call(route, input, signal),
    ]),
  );
}
