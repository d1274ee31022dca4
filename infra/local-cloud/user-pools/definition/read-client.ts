import type { Resource } from '../../assembly/template';
import { complaintsAbout, notRun, type Readers, run } from './complaints';
import type { ClientDefinition } from './pool-definition';

type Properties = Resource['Properties'];

/** What a client allows whose template does not say (documented). */
const defaultAuthFlows = ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH'];
const seconds: Readonly<Record<string, number>> = { seconds: 1, minutes: 60, hours: 3_600, days: 86_400 };

/** Reads a client of a user pool from its resolved properties. */
export function readClient(id: string, properties: Properties): ClientDefinition {
  const units: Properties = properties.TokenValidityUnits ?? {};
  return {
    id,
    name: properties.ClientName ?? id,
    poolId: properties.UserPoolId,
    authFlows: properties.ExplicitAuthFlows ?? defaultAuthFlows,
    codeGrant:
      properties.AllowedOAuthFlowsUserPoolClient === true &&
      list(properties.AllowedOAuthFlows).includes('code'),
    scopes: list(properties.AllowedOAuthScopes),
    callbackUrls: list(properties.CallbackURLs),
    logoutUrls: list(properties.LogoutURLs),
    // Documented: whoever does not ask for it gets the old ways.
    hidesUsers: properties.PreventUserExistenceErrors === 'ENABLED',
    revocable: properties.EnableTokenRevocation !== false,
    // The units and lengths that hold where the template gives none (documented).
    validity: {
      idToken: duration(properties.IdTokenValidity, units.IdToken ?? 'hours', 3_600),
      accessToken: duration(properties.AccessTokenValidity, units.AccessToken ?? 'hours', 3_600),
      refreshToken: duration(properties.RefreshTokenValidity, units.RefreshToken ?? 'days', 30 * 86_400),
    },
  };
}

function duration(value: unknown, unit: string, otherwise: number): number {
  const length = Number(value) * (seconds[unit] ?? Number.NaN);
  return length > 0 ? length : otherwise;
}

function list(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

const authFlowsNotRun: Readonly<Record<string, string>> = {
  ALLOW_CUSTOM_AUTH: 'sign-in with custom challenges',
  ALLOW_USER_AUTH: 'choice-based sign-in',
  ALLOW_USER_SRP_AUTH: 'sign-in by the SRP protocol',
};

const readers: Readers = {
  AccessTokenValidity: run,
  AllowedOAuthFlows: (flows: unknown) => namesNotRun(flows, ['code'], 'the OAuth flow'),
  AllowedOAuthFlowsUserPoolClient: run,
  AllowedOAuthScopes: run,
  AuthSessionValidity: run,
  CallbackURLs: run,
  ClientName: run,
  DefaultRedirectURI: run,
  EnablePropagateAdditionalUserContextData: run,
  EnableTokenRevocation: run,
  ExplicitAuthFlows: (flows: unknown) => {
    const found = list(flows).flatMap((flow) => authFlowsNotRun[flow] ?? []);
    return found.length === 0 ? undefined : `${found.join(' and ')} is not run`;
  },
  GenerateSecret: (value: unknown) =>
    value === true ? 'the client has no secret here, and none is asked for' : undefined,
  IdTokenValidity: run,
  LogoutURLs: run,
  PreventUserExistenceErrors: run,
  ReadAttributes: notRun('a client reads every attribute of a user'),
  RefreshTokenRotation: ({ Feature }: Properties) =>
    Feature === 'ENABLED' ? 'a refresh token is not replaced by its use' : undefined,
  RefreshTokenValidity: run,
  SupportedIdentityProviders: (names: unknown) => namesNotRun(names, ['COGNITO'], 'the identity provider'),
  TokenValidityUnits: run,
  UserPoolId: run,
  WriteAttributes: notRun('a client writes every attribute of a user'),
};

/** What a client asks for and does not get here, one line each. */
export function unsupportedOfClient(logicalId: string, properties: Properties): string[] {
  return complaintsAbout(logicalId, properties, readers);
}

function namesNotRun(value: unknown, known: readonly string[], what: string): string | undefined {
  const others = list(value).filter((name) => !known.includes(name));
  return others.length === 0 ? undefined : `${what} ${others.join(', ')} is not run`;
}
