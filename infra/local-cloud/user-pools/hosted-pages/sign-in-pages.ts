import type { Answer } from '../../rest-api/answer';
import { redirect } from '../http/answers';
import type { Call, Endpoint } from '../http/endpoint';
import { readForm } from '../http/form';
import { confirmByCode, sendCode } from '../pool/confirmation';
import type { User } from '../pool/pool-contents';
import { proveUser, requireConfirmed } from '../pool/prove-user';
import type { RunningPools } from '../pool/running-pool';
import { ServiceError } from '../pool/service-error';
import { signUp } from '../pool/sign-up';
import { attributesToAsk } from './attributes-to-ask';
import { type AuthorizeRequest, addressBack, readAuthorizeRequest } from './authorize-request';
import type { CodeGrant } from './code-grant';
import { createTickets, type Tickets } from './tickets';
import { confirmPage, type Message, refusalPage, signInPage, type View } from './views';

/** How long a page waits for its form. */
const PAGE_LIFETIME_MS = 30 * 60 * 1_000;

/** Somebody who is signing in: what for, and who it is once a password has shown that. */
interface Attempt {
  readonly request: AuthorizeRequest;
  readonly unconfirmed?: { readonly sub: string; readonly email: string };
}

interface Pages {
  readonly pools: RunningPools;
  readonly codes: Tickets<CodeGrant>;
  readonly base: string;
  /**
   * A form is taken only with the ticket of a page that was shown for it, once: another website cannot sign
   * its visitors in as somebody else.
   */
  readonly attempts: Tickets<Attempt>;
}

/**
 * The pages on which people sign in and sign up, at Cognito's own paths.
 *
 * There is no session, and so no cookie: everyone who comes is asked again. On AWS who has signed in within the
 * hour is sent back at once.
 */
export function createSignInPages(
  pools: RunningPools,
  codes: Tickets<CodeGrant>,
  base: string,
): Readonly<Record<string, Endpoint>> {
  const pages: Pages = { pools, codes, base, attempts: createTickets(PAGE_LIFETIME_MS, pools.now) };
  const show = (open: 'sign-in' | 'sign-up') => (call: Call) => begin(pages, call, open);
  return {
    '/oauth2/authorize': { GET: show('sign-in') },
    '/login': { GET: show('sign-in'), POST: onForm(pages, takeSignIn) },
    '/signup': { GET: show('sign-up'), POST: onForm(pages, takeSignUp) },
    '/confirm': { POST: onForm(pages, takeCode) },
    '/resend': { POST: onForm(pages, sendAgain) },
  };
}

function begin(pages: Pages, { query }: Call, open: 'sign-in' | 'sign-up'): Answer {
  const verdict = readAuthorizeRequest(pages.pools, query);
  switch (verdict.kind) {
    case 'refused':
      return refusalPage(verdict.reason);
    case 'sent-back':
      return redirect(verdict.location);
    case 'accepted':
      return signInPage(view(pages, { request: verdict.request }), open, query.get('login_hint') ?? '');
  }
}

type TakeForm = (pages: Pages, attempt: Attempt, form: URLSearchParams) => Promise<Answer>;

function onForm(pages: Pages, take: TakeForm) {
  return async (call: Call): Promise<Answer> => {
    const form = readForm(call);
    const attempt = pages.attempts.take(form?.get('ticket') ?? '');
    if (!form || !attempt) {
      return refusalPage(
        'This page has been used, or has waited too long. Go back to the website and sign in.',
      );
    }
    return take(pages, attempt, form);
  };
}

async function takeSignIn(pages: Pages, { request }: Attempt, form: URLSearchParams): Promise<Answer> {
  const name = form.get('name') ?? '';
  try {
    const user = await proveUser(request.running, name, form.get('password') ?? '');
    if (user.standing.status === 'UNCONFIRMED') return askForCode(pages, request, user);
    requireConfirmed(user);
    return sendBack(pages, request, user.sub);
  } catch (error) {
    return signInPage(view(pages, { request }, asMessage(error)), 'sign-in', name);
  }
}

async function takeSignUp(pages: Pages, { request }: Attempt, form: URLSearchParams): Promise<Answer> {
  const { pool } = request.running;
  const name = form.get('name') ?? '';
  const attributes = attributesToAsk(pool.definition).map((Name) => ({ Name, Value: form.get(Name) ?? '' }));
  try {
    const { user, codeSentTo } = await signUp(pool, name, form.get('password') ?? '', attributes);
    if (codeSentTo !== undefined) return askForCode(pages, request, user);
    const text = 'The account is there; an administrator has to confirm it (AdminConfirmSignUp).';
    return signInPage(view(pages, { request }, { kind: 'notice', text }), 'sign-in', name);
  } catch (error) {
    return signInPage(view(pages, { request }, asMessage(error)), 'sign-up', name);
  }
}

async function takeCode(pages: Pages, attempt: Attempt, form: URLSearchParams): Promise<Answer> {
  const { request, unconfirmed } = attempt;
  if (!unconfirmed) return refusalPage('Sign in or sign up first.');
  try {
    await confirmByCode(request.running.pool, unconfirmed.sub, (form.get('code') ?? '').trim());
    return sendBack(pages, request, unconfirmed.sub);
  } catch (error) {
    return confirmPage(view(pages, attempt, asMessage(error)), unconfirmed.email);
  }
}

async function sendAgain(pages: Pages, attempt: Attempt): Promise<Answer> {
  const { request, unconfirmed } = attempt;
  if (!unconfirmed) return refusalPage('Sign in or sign up first.');
  try {
    await sendCode(request.running.pool, unconfirmed.sub);
    const notice = { kind: 'notice', text: 'There is a new code; the one before is void.' } as const;
    return confirmPage(view(pages, attempt, notice), unconfirmed.email);
  } catch (error) {
    return confirmPage(view(pages, attempt, asMessage(error)), unconfirmed.email);
  }
}

function askForCode(pages: Pages, request: AuthorizeRequest, { sub, attributes }: User): Answer {
  const email = attributes.email ?? '';
  return confirmPage(view(pages, { request, unconfirmed: { sub, email } }), email);
}

function sendBack(pages: Pages, request: AuthorizeRequest, sub: string): Answer {
  const code = pages.codes.issue({ ...request, sub, authTime: pages.pools.now() });
  return redirect(addressBack(request.redirectUri, { code, state: request.state }));
}

function view(pages: Pages, attempt: Attempt, message?: Message): View {
  return { request: attempt.request, ticket: pages.attempts.issue(attempt), base: pages.base, message };
}

/** @throws the error itself when it is not one for the person */
function asMessage(error: unknown): Message {
  if (error instanceof ServiceError) return { kind: 'error', text: error.message };
  throw error;
}
