'use strict';

/**
 * Preloaded into each Lambda process: stands in for `rapid-client.node`, the native half of AWS's runtime
 * client, and speaks the Lambda Runtime API over HTTP as that one does. Everything else in the process is
 * AWS's own code and the function's.
 *
 * What it needs is taken before the function is loaded, because functions patch what they like: tracers
 * `http.request`, tests of all kinds `stdout.write`.
 */
const http = require('node:http');
const Module = require('node:module');
const os = require('node:os');
const stream = require('node:stream');

const { Agent, request } = http;
const { write } = stream.Writable.prototype;

const RUNTIME = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime/invocation`;

// One connection: the server then sees a result before the `next` that follows it.
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

/** @type {Promise<void>} */
let posted = Promise.resolve();

/**
 * @param {string} method
 * @param {string} path
 * @param {string} [body]
 * @returns {Promise<{ status: number, headers: import('node:http').IncomingHttpHeaders, text: string }>}
 */
function call(method, path, body) {
  return new Promise((resolve, reject) => {
    const headers =
      body === undefined
        ? {}
        : { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) };
    const req = request(`${RUNTIME}${path}`, { method, agent, headers }, (res) => {
      /** @type {Buffer[]} */
      const chunks = [];
      res.on('data', (chunk) => chunks.push(chunk)).on('error', reject);
      res.on('end', () =>
        resolve({
          status: res.statusCode ?? 0,
          headers: res.headers,
          text: Buffer.concat(chunks).toString(),
        }),
      );
    });
    req.on('error', reject).end(body);
  });
}

/**
 * The runtime takes a result as sent when this returns; `next` waits until that is so.
 *
 * @param {string} path
 * @param {string} body
 */
function post(path, body) {
  posted = call('POST', path, body).then(({ status, text }) => {
    if (status !== 202)
      process.stderr.write(`LAMBDA_RUNTIME Failed to post handler result: ${status} ${text}\n`);
  });
  // A failure belongs to the `next` that awaits it, not to the process's unhandled rejections.
  posted.catch(() => {});
}

/**
 * A process that asks for work gets frozen: what it has printed should be out by then. A pipe takes some
 * 200 kB at once.
 *
 * @param {NodeJS.WriteStream} output
 */
async function flush(output) {
  if (output.writableLength > 0) await new Promise((resolve) => Reflect.apply(write, output, ['', resolve]));
}

const client = {
  async next() {
    await posted;
    await flush(process.stdout);
    await flush(process.stderr);
    const { status, headers, text } = await call('GET', '/next');
    if (status !== 200) throw new Error(`Failed to get next invocation, status ${status}`);
    return { bodyJson: text, headers };
  },
  /** @type {(id: string, body: string) => void} */
  done: (id, body) => post(`/${id}/response`, body),
  // The third argument, the cause for X-Ray, has no reader here.
  /** @type {(id: string, body: string) => void} */
  error: (id, body) => post(`/${id}/error`, body),
};

/** @type {any} */
const loader = Module;
const load = loader._load;

/** @param {string} name @param {...unknown} rest */
loader._load = function loadOrStandIn(name, ...rest) {
  if (name !== './rapid-client.node') return Reflect.apply(load, this, [name, ...rest]);
  // The runtime asks once, before it loads the function, which finds Node as it is.
  loader._load = load;
  return client;
};

// Lambda's user has no home. With the developer's, the AWS SDK would read ~/.aws/config.
os.homedir = () => '/home/sbx_user1051';
Module.syncBuiltinESMExports();

// The shell that starts this process may export these (bash does, dash does not).
for (const name of ['_', 'OLDPWD', 'PWD', 'SHLVL']) delete process.env[name];
