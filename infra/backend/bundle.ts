import type { BuildOptions } from 'esbuild';

/**
 * Packages that the SDK reaches only by `import()`, for credentials that a function never has.
 * Left out they halve the bundle; should one be needed after all, the runtime's own SDK has it.
 */
export const safeExternals = [
  '@aws-sdk/credential-provider-http',
  '@aws-sdk/credential-provider-ini',
  '@aws-sdk/credential-provider-login',
  '@aws-sdk/credential-provider-process',
  '@aws-sdk/credential-provider-sso',
  '@aws-sdk/credential-provider-web-identity',
  '@aws-sdk/nested-clients',
  '@aws-sdk/token-providers',
  '@smithy/core/event-streams',
  '@smithy/credential-provider-imds',
  'bowser',
];

/**
 * How a service becomes the one file that Lambda runs. The CDK and the watcher of `npm start` share it,
 * so that what is tried is what is deployed. CommonJS, because `node:http` is slow to load from ESM;
 * the SDK inside, because the runtime's own copy is slower to load; no source map, because reading it costs too.
 *
 * @param entry the module that exports `handler`, from the root of the repository
 * @param directory where to write index.js
 */
export function bundleOptions(entry: string, directory: string): BuildOptions & { write: true } {
  return {
    entryPoints: [entry],
    outfile: `${directory}/index.js`,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    mainFields: ['module', 'main'],
    minify: true,
    keepNames: false,
    external: safeExternals,
    logLevel: 'silent',
    write: true,
  };
}
