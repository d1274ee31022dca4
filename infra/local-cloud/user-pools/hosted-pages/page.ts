import { createHash } from 'node:crypto';
import type { Answer } from '../../rest-api/answer';
import { answerWith } from '../http/answers';
import { Html, html } from './html';

const style = `
:root { color-scheme: light dark; font: 100%/1.5 system-ui, sans-serif; }
body { max-width: 24rem; margin: 3rem auto; padding: 0 1rem; }
label, input, button { display: block; width: 100%; box-sizing: border-box; font: inherit; }
input, button { margin: 0.25rem 0 1rem; padding: 0.5rem; }
[role=alert], [role=status] { border-left: 0.25rem solid; padding-left: 0.75rem; }
footer, .hint { font-size: 0.875rem; }
summary { cursor: pointer; margin: 1rem 0; }
`;
const styleHash = createHash('sha256').update(style).digest('base64');

/**
 * Answers with a page.
 *
 * @param goesTo where its forms lead in the end: browsers hold the redirect after a form to the policy, too
 */
export function answerPage(status: number, title: string, content: Html, goesTo?: string): Answer {
  const page = html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${new Html(style)}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${content}
</main>
<footer><p>This page stands for Cognito's own on this machine. Nothing that is typed here leaves it.</p></footer>
</body>
</html>
`;
  const policy = [
    "default-src 'none'",
    `style-src 'sha256-${styleHash}'`,
    `form-action 'self'${goesTo === undefined ? '' : ` ${sourceOf(goesTo)}`}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ];
  return answerWith(status, page.text, [
    ['Content-Type', 'text/html; charset=utf-8'],
    ['Content-Security-Policy', policy.join('; ')],
    // The address holds the website's state and nonce.
    ['Referrer-Policy', 'same-origin'],
    ['X-Frame-Options', 'DENY'],
  ]);
}

/** An address as a policy names it: its origin, or its scheme where it has none, as that of an app. */
function sourceOf(address: string): string {
  const { origin, protocol } = new URL(address);
  return origin === 'null' ? protocol : origin;
}
