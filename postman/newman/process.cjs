// Newman, in a process of its own: it gets no credentials, and a script that takes it down takes nothing else along.
// It hears one RunOrder or 'stop' from its parent, and tells RunEvents (see runner/results.ts).
const faster = require('./faster.cjs');

faster.skipEmptyTimeouts();
const newman = require('newman');

/** @typedef {import('../runner/results').RunOrder} RunOrder */
/** @typedef {import('../runner/results').RunEvent} RunEvent */

/** The variables, by the header that shows that one of them was sent as a token. */
let bearers = new Map();

/** @type {() => void} */
let abort = () => process.exit();

// Ctrl-C reaches the whole group of processes; the parent says when to stop, so that requests under way can end.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => {});
process.on('disconnect', () => process.exit());
process.on('message', (/** @type {'stop' | RunOrder} */ message) => {
  if (message === 'stop') abort();
  else run(message);
});

/** @param {RunOrder} order */
function run({ collection, variables, timeouts, bail }) {
  bearers = new Map(Object.entries(variables).map(([name, value]) => [`Bearer ${value}`, name]));
  const emitter = newman.run({
    collection: faster.inOneScript(collection),
    environment: { values: Object.entries(variables).map(([key, value]) => ({ key, value })) },
    reporters: [],
    // 'failure' lets the scripts of the request that failed come to their end.
    ...(bail && { bail: ['failure'] }),
    timeout: timeouts.runMs,
    timeoutRequest: timeouts.requestMs,
    timeoutScript: timeouts.scriptMs,
    // A service that redirects is seen to do so.
    ignoreRedirects: true,
  });
  /** @type {any} the request under way */
  let current;
  emitter
    .on('start', (_error, /** @type {any} */ { run }) => {
      abort = () => run.abort();
    })
    .on('beforeItem', (_error, { item }) => {
      current = begin(item);
    })
    .on('request', (error, args) => answered(current, error, args))
    .on('assertion', (error, { assertion: name, skipped }) => {
      current.checks.push({ name, skipped: Boolean(skipped), ...(error && { failure: error.message }) });
    })
    .on('exception', (_error, /** @type {any} */ { error }) => {
      current.errors.push(`A script threw: ${error.message}`);
    })
    .on('item', () => {
      const { started, ...executed } = current;
      // Without a request it was skipped by a script.
      if (executed.request)
        tell({ type: 'executed', executed: { ...executed, durationMs: performance.now() - started } });
    })
    .on('done', (error) => {
      tell({ type: 'done', ...(error && { error: error.message }) });
      process.disconnect?.();
    });
}

function begin(/** @type {any} */ item) {
  const folder = item.parent()?.name ?? '';
  return { id: item.id, name: item.name, folder, started: performance.now(), checks: [], errors: [] };
}

/** Hears of the requests that scripts send as well: those have no item by name. */
function answered(/** @type {any} */ current, /** @type {Error | null} */ error, /** @type {any} */ args) {
  const { request, response, item } = args;
  const [method, url] = [request.method, request.url.toString()];
  const location = response?.headers.get('Location');
  const status = response?.code;
  const as = bearers.get(request.headers.get('Authorization'));
  const more = { ...(location && { location }), ...(as && { as }) };
  if (response) tell({ type: 'exchange', exchange: { method, url, status, ...more } });
  if (!item?.name) return;
  const requestId = response?.headers.get('x-amzn-RequestId');
  Object.assign(current, {
    request: `${method} ${url}`,
    ...(response && { status }),
    ...(requestId && { requestId }),
  });
  if (error) current.errors.push(`No answer: ${error.message}`);
}

/** @param {RunEvent} event */
function tell(event) {
  process.send?.(event);
}
