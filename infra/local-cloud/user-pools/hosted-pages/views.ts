import type { Answer } from '../../rest-api/answer';
import { describePolicy } from '../definition/password-policy';
import { attributesToAsk } from './attributes-to-ask';
import type { AuthorizeRequest } from './authorize-request';
import { type Html, html } from './html';
import { answerPage } from './page';

/** What a page says beside its forms. */
export interface Message {
  readonly kind: 'error' | 'notice';
  readonly text: string;
}

/** What all forms of a page have. */
export interface View {
  readonly request: AuthorizeRequest;
  /** Under which the next form is expected. */
  readonly ticket: string;
  /** Where the forms lie: the prefix of all paths here. */
  readonly base: string;
  readonly message?: Message | undefined;
}

/** The page to sign in on or, where the pool lets people in, to sign up. */
export function signInPage(view: View, open: 'sign-in' | 'sign-up', name = ''): Answer {
  const { pool } = view.request.running;
  const content = html`${messageOf(view)}
<form method="post" action="${view.base}/login">
${hidden(view)}
${nameField(view, 'sign-in-name', name)}
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required>
<button>Sign in</button>
</form>
${pool.definition.selfSignUp ? signUpForm(view, open, name) : undefined}`;
  return answer(view, 'Sign in', content);
}

function signUpForm(view: View, open: 'sign-in' | 'sign-up', name: string): Html {
  const { definition } = view.request.running.pool;
  const more = attributesToAsk(definition).map(
    (attribute) => html`<label for="${attribute}">${attribute}</label>
<input id="${attribute}" name="${attribute}" required>
`,
  );
  return html`<details${open === 'sign-up' ? html` open` : undefined}>
<summary>Create an account</summary>
<form method="post" action="${view.base}/signup">
${hidden(view)}
${nameField(view, 'sign-up-name', name)}
${more}<label for="new-password">New password</label>
<input id="new-password" name="password" type="password" autocomplete="new-password" required
 aria-describedby="password-hint">
<p class="hint" id="password-hint">${describePolicy(definition.passwordPolicy)}</p>
<button>Sign up</button>
</form>
</details>`;
}

/** The page that asks for the code that was sent. */
export function confirmPage(view: View, email: string): Answer {
  const content = html`${messageOf(view)}
<p>A code was sent to ${email}. On this machine no mail goes out: it is printed in the terminal in which the stage was started.</p>
<form method="post" action="${view.base}/confirm">
${hidden(view)}
<label for="code">Code</label>
<input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" required>
<button>Confirm the account</button>
</form>
<form method="post" action="${view.base}/resend">
${hidden(view)}
<button>Send a new code</button>
</form>`;
  return answer(view, 'Confirm your account', content);
}

/** The page for who cannot be sent back. */
export function refusalPage(reason: string): Answer {
  return answerPage(400, 'This does not work', html`<p role="alert">${reason}</p>`);
}

function answer({ request, message }: View, title: string, content: Html): Answer {
  return answerPage(message?.kind === 'error' ? 400 : 200, title, content, request.redirectUri);
}

function messageOf({ message, request }: View): Html {
  if (!message) return html`<p>You are signing in to ${request.running.client.name}.</p>`;
  const role = message.kind === 'error' ? 'alert' : 'status';
  return html`<p role="${role}">${message.text}</p>`;
}

function hidden({ ticket }: View): Html {
  return html`<input type="hidden" name="ticket" value="${ticket}">`;
}

function nameField({ request }: View, id: string, value: string): Html {
  const byEmail = request.running.pool.definition.signInByEmail;
  return html`<label for="${id}">${byEmail ? 'E-mail address' : 'User name'}</label>
<input id="${id}" name="name" type="${byEmail ? 'email' : 'text'}" value="${value}" autocomplete="username" required>`;
}
