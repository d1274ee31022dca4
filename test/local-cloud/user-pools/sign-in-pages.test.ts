import { visit } from './support/browser';
import { type RunningPools, run } from './support/running-pools';
import { WEBSITE } from './support/template';
import { addUser, PASSWORD } from './support/users';

const name = 'ann@example.com';
const codeIn = ({ mails }: RunningPools) => /\d{6}/.exec(mails.at(-1)?.text ?? '')?.[0] ?? '';
const back = { origin: new URL(WEBSITE).origin, pathname: '/' };

test('who signs in is sent back with a code and the state', async () => {
  const running = await run();
  await addUser(running);
  const page = await visit(running);
  expect(page).toMatchObject({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8' } });
  const { status, sentTo } = await page.submit('/login', { name, password: PASSWORD });
  expect(status).toBe(302);
  expect(sentTo).toMatchObject(back);
  expect(Object.fromEntries(sentTo?.searchParams ?? [])).toEqual({
    code: expect.stringMatching(/^[\w-]{64}$/),
    state: 'the state',
  });
});

test('who signs up gets a code by e-mail, gives it, and is signed in', async () => {
  const running = await run();
  const confirm = await (await visit(running)).submit('/signup', { name, password: PASSWORD });
  expect(confirm).toMatchObject({ status: 200, html: expect.stringContaining(name) });
  const wrong = await confirm.submit('/confirm', { code: 'wrong' });
  expect(wrong).toMatchObject({
    status: 400,
    message: 'Invalid verification code provided, please try again.',
  });
  const done = await wrong.submit('/confirm', { code: ` ${codeIn(running)} ` });
  expect(done).toMatchObject({ status: 302, sentTo: back });
  expect(done.sentTo?.searchParams.has('code')).toBe(true);
});

test('who has not given the code yet is asked for it at the next sign-in, and can have a new one', async () => {
  const running = await run();
  await (await visit(running)).submit('/signup', { name, password: PASSWORD });
  const first = codeIn(running);
  const page = await (await visit(running)).submit('/login', { name, password: PASSWORD });
  let again = page;
  while (codeIn(running) === first) again = await again.submit('/resend');
  expect(again.message).toBe('There is a new code; the one before is void.');
  const done = await again.submit('/confirm', { code: codeIn(running) });
  expect(done).toMatchObject({ status: 302, sentTo: back });
});

test('a wrong password, a weak one and a taken address are said on the page, which keeps the name', async () => {
  const running = await run();
  await addUser(running);
  const wrong = await (await visit(running)).submit('/login', { name, password: 'wrong' });
  expect(wrong).toMatchObject({ status: 400, message: 'Incorrect username or password.' });
  expect(wrong.html).toContain(`value="${name}"`);
  const weak = await wrong.submit('/signup', { name: 'ben@example.com', password: 'weak' });
  expect(weak.message).toBe('Password did not conform with policy: Password not long enough');
  const taken = await weak.submit('/signup', { name, password: PASSWORD });
  expect(taken.message).toBe('An account with the given email already exists.');
  const right = await taken.submit('/login', { name, password: PASSWORD });
  expect(right.status).toBe(302);
});

test('a form is taken once, and only from a page that was shown for it', async () => {
  const running = await run();
  await addUser(running);
  const page = await visit(running);
  await page.submit('/login', { name, password: PASSWORD });
  const stale = 'This page has been used, or has waited too long. Go back to the website and sign in.';
  const again = await page.submit('/login', { name, password: PASSWORD });
  expect(again).toMatchObject({ status: 400, message: stale, sentTo: undefined });
  const forged = await page.submit('/login', { name, password: PASSWORD, ticket: 'forged' });
  expect(forged).toMatchObject({ status: 400, message: stale, sentTo: undefined });
  const late = await visit(running);
  running.clock.now += 30 * 60 * 1_000;
  expect(await late.submit('/login', { name, password: PASSWORD })).toMatchObject({ message: stale });
});

test('a code can be given only where a password was', async () => {
  const running = await run();
  const page = await visit(running);
  const ticket = /name="ticket" value="([^"]*)"/.exec(page.html)?.[1] ?? '';
  const confirm = await (await visit(running)).submit('/signup', { name, password: PASSWORD });
  const other = await confirm.submit('/confirm', { code: codeIn(running), ticket });
  expect(other).toMatchObject({ status: 400, message: 'Sign in or sign up first.' });
});

test('a pool that takes nobody who comes by themselves does not offer to sign up', async () => {
  const running = await run({ pool: { AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } } });
  expect((await visit(running)).html).not.toContain('/signup');
});

test('a pool that verifies no addresses says who has to confirm', async () => {
  const running = await run({ pool: { AutoVerifiedAttributes: [] } });
  const page = await (await visit(running)).submit('/signup', { name, password: PASSWORD });
  expect(page).toMatchObject({ status: 200, message: expect.stringMatching(/AdminConfirmSignUp/) });
  expect(running.mails).toEqual([]);
});

test('a pool with user names asks for an address as well', async () => {
  const running = await run({ pool: { UsernameAttributes: [] } });
  const page = await visit(running);
  await page.submit('/signup', { name: 'ann', email: name, password: PASSWORD });
  expect(running.mails).toMatchObject([{ to: name }]);
});

test('what is typed or asked for comes back as text, never as markup', async () => {
  const running = await run();
  const markup = '"><script>alert(1)</script>';
  const page = await visit(running, { login_hint: markup, state: markup, nonce: markup });
  const wrong = await page.submit('/login', { name: markup, password: markup });
  const weak = await wrong.submit('/signup', { name: markup, password: PASSWORD });
  const refused = await visit(running, { redirect_uri: markup, client_id: running.clientId });
  for (const { html } of [page, wrong, weak, refused]) expect(html).not.toContain('<script>');
  expect(page.html).toContain('value="&#34;&#62;&#60;script&#62;alert(1)&#60;/script&#62;"');
});

test('a page loads nothing, runs nothing, is framed by nobody, and sends forms here or back only', async () => {
  const { headers } = await visit(await run());
  expect(headers).toMatchObject({
    'cache-control': 'no-store',
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  });
  expect(headers['content-security-policy']?.split('; ')).toEqual([
    "default-src 'none'",
    expect.stringMatching(/^style-src 'sha256-[\w+/]{43}='$/),
    "form-action 'self' http://localhost:5173",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ]);
  expect(headers).not.toHaveProperty('set-cookie');
  expect(headers).not.toHaveProperty('access-control-allow-origin');
});

test('every field of a page has a label', async () => {
  const running = await run();
  const confirm = await (await visit(running)).submit('/signup', { name, password: PASSWORD });
  for (const { html } of [await visit(running), confirm]) {
    const fields = [...html.matchAll(/<input id="([\w-]+)"/g)].map(([, id]) => id);
    const labels = [...html.matchAll(/<label for="([\w-]+)"/g)].map(([, id]) => id);
    expect(fields.length).toBeGreaterThan(0);
    expect(labels).toEqual(fields);
    expect(new Set(fields).size).toBe(fields.length);
  }
});
