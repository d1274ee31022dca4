import { etag, names } from '../runtime/etag';
import { createLambdaHandler, type Handlers } from '../runtime/lambda-handler';
import { setting } from '../runtime/settings';
import { createTableClient } from '../runtime/table-client';
import { contract } from './contract';
import { createItems } from './items';
import { createItemStore } from './store';

const store = createItemStore(createTableClient(), setting('TABLE_NAME'));
const items = createItems(store);
const health = {
  status: 'ok',
  service: contract.service,
  stage: setting('STAGE'),
  version: setting('SERVICE_VERSION'),
} as const;

const handlers: Handlers<typeof contract> = {
  async getHealth() {
    await store.ping();
    return { status: 200, body: health };
  },

  async createItem({ body, headers }, { owner, path }) {
    const item = await items.create(owner, body, headers['Idempotency-Key']);
    return { status: 201, body: item, headers: { ETag: etag(item.version), Location: `${path}/${item.id}` } };
  },

  async listItems({ query }, { owner }) {
    return { status: 200, body: await items.list(owner, query.limit, query.cursor) };
  },

  async readItem({ params, headers }, { owner }) {
    const item = await items.read(owner, params.id);
    const tag = { ETag: etag(item.version) };
    const known = headers['If-None-Match'];
    if (known !== undefined && names(known, item.version, 'weak')) return { status: 304, headers: tag };
    return { status: 200, body: item, headers: tag };
  },

  async changeItem({ params, body, headers }, { owner }) {
    const item = await items.change(owner, params.id, body, headers['If-Match']);
    return { status: 200, body: item, headers: { ETag: etag(item.version) } };
  },

  async deleteItem({ params, headers }, { owner }) {
    await items.remove(owner, params.id, headers['If-Match']);
    return { status: 204 };
  },
};

export const handler = createLambdaHandler(contract, handlers);
