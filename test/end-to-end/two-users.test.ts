import fc from 'fast-check';
import type { Item } from '../../services/items/contract';
import { stageInTest } from './stage-in-test';

// Two users at once, each doing at random what they may and trying what they may not with whatever the other has.
// To each of them it has to be as if the other were not there.

const stage = stageInTest();

const steps = ['create', 'create once', 'list', 'read', 'change', 'delete'] as const;
const attacks = ['read', 'change', 'delete', 'page', 'forge'] as const;
const step = fc.oneof(
  fc.record({ kind: fc.constant('own' as const), what: fc.constantFrom(...steps), at: fc.nat(9) }),
  fc.record({ kind: fc.constant('foreign' as const), what: fc.constantFrom(...attacks), at: fc.nat(9) }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;
const chain = fc.array(step, { minLength: 5, maxLength: 20 });

let users = 0;

/** What one user knows, and what leaks out to the other: ids, tags and cursors. */
class Person {
  readonly email = `user-${++users}@example.com`;
  readonly items = new Map<string, Item>();
  readonly everMade: string[] = [];
  readonly cursors: string[] = [];
  readonly keys = new Map<string, { body: string; answer: Item }>();

  ask(method: string, path: string, more: { headers?: Record<string, string>; body?: unknown } = {}) {
    return stage.ask(method, path, { as: this.email, ...more });
  }

  async own({ what, at }: Step & { kind: 'own' }): Promise<void> {
    const id = [...this.items.keys()][at % Math.max(1, this.items.size)];
    if (what === 'create') return this.create(at);
    if (what === 'create once') return this.createOnce(at);
    if (what === 'list' || id === undefined) return this.list(1 + (at % 4));
    const known = this.items.get(id) as Item;
    if (what === 'read') {
      expect(JSON.parse((await this.ask('GET', `/items/${id}`)).body)).toEqual(known);
    } else if (what === 'change') {
      const headers = { 'If-Match': `"${known.version}"` };
      const reply = await this.ask('PATCH', `/items/${id}`, { headers, body: { data: { at } } });
      expect(reply.status).toBe(200);
      this.items.set(id, JSON.parse(reply.body));
    } else {
      expect((await this.ask('DELETE', `/items/${id}`)).status).toBe(204);
      this.items.delete(id);
    }
  }

  async create(at: number): Promise<void> {
    const reply = await this.ask('POST', '/items', { body: { name: `${this.email} ${at}`, data: {} } });
    expect(reply.status).toBe(201);
    this.#made(JSON.parse(reply.body));
  }

  /** Both users take the same few keys and bodies. */
  async createOnce(at: number): Promise<void> {
    const key = `key-${at % 3}`;
    const body = JSON.stringify({ name: `once ${at % 2}`, data: {} });
    const before = this.keys.get(key);
    const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': key };
    const reply = await this.ask('POST', '/items', { headers, body });
    expect(reply.status).toBe(before && before.body !== body ? 422 : 201);
    if (reply.status !== 201) return;
    const answer = JSON.parse(reply.body) as Item;
    if (before) expect(answer).toEqual(before.answer);
    else {
      this.keys.set(key, { body, answer });
      this.#made(answer);
    }
  }

  /** The whole of it, page by page: exactly what is this person's, the newest first. */
  async list(limit: number): Promise<void> {
    const seen: Item[] = [];
    for (let cursor = ''; ; ) {
      const reply = await this.ask('GET', `/items?limit=${limit}${cursor && `&cursor=${cursor}`}`);
      expect(reply.status).toBe(200);
      const page = JSON.parse(reply.body) as { items: Item[]; nextCursor?: string };
      seen.push(...page.items);
      if (!page.nextCursor) break;
      cursor = page.nextCursor;
      this.cursors.push(cursor);
    }
    const byAge = [...this.items.values()].sort((a, b) => (a.id < b.id ? 1 : -1));
    expect(seen).toEqual(byAge);
  }

  async attack({ what, at }: Step & { kind: 'foreign' }, other: Person): Promise<void> {
    const id = other.everMade[at % Math.max(1, other.everMade.length)];
    const cursor = other.cursors[at % Math.max(1, other.cursors.length)];
    const headers = { 'If-Match': at % 2 ? '*' : '"1"' };
    const body = { name: 'stolen', data: { by: this.email } };
    if (what === 'page') {
      if (cursor === undefined) return;
      const reply = await this.ask('GET', `/items?cursor=${cursor}`);
      expect({ status: reply.status, at: JSON.parse(reply.body).errors?.[0].pointer }).toEqual({
        status: 400,
        at: '/cursor',
      });
    } else if (what === 'forge') {
      const reply = await stage.ask('GET', '/items', {
        as: 'nobody',
        headers: { Authorization: `Bearer ${await this.#pretendingToBe(other)}` },
      });
      expect(reply.status).toBe(401);
    } else if (id !== undefined) {
      const method = { read: 'GET', change: 'PATCH', delete: 'DELETE' }[what];
      const more = what === 'read' ? {} : { headers, ...(what === 'change' && { body }) };
      expect((await this.ask(method, `/items/${id}`, more)).status).toBe(404);
    }
  }

  /** This person's token with the other's claims in it. */
  async #pretendingToBe(other: Person): Promise<string> {
    const [header, , signature] = (await stage.tokensOf(this.email)).idToken.split('.');
    const [, payload] = (await stage.tokensOf(other.email)).idToken.split('.');
    return `${header}.${payload}.${signature}`;
  }

  #made(item: Item): void {
    this.items.set(item.id, item);
    this.everMade.push(item.id);
  }
}

test('whatever two users do at the same time, neither gets at what the other has', async () => {
  await fc.assert(
    fc.asyncProperty(chain, chain, async (...plans) => {
      const people = [new Person(), new Person()] as const;
      await Promise.all(people.map(({ email }) => stage.tokensOf(email)));
      await Promise.all(
        people.map(async (person, index) => {
          const other = people[1 - index] as Person;
          for (const next of plans[index] as Step[]) {
            if (next.kind === 'own') await person.own(next);
            else await person.attack(next, other);
          }
        }),
      );
      for (const person of people) {
        await person.list(100);
        for (const item of person.items.values()) {
          expect(JSON.parse((await person.ask('GET', `/items/${item.id}`)).body)).toEqual(item);
        }
      }
    }),
    // Another run of the same: SEED=<the seed it printed> npx jest two-users
    { numRuns: 15, ...(process.env.SEED && { seed: Number(process.env.SEED) }) },
  );
});

test('nothing of it was printed', () => stage.expectDiscretion());
