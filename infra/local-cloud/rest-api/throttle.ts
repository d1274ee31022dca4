import type { ThrottleSetting } from './model';

/** Says whether one more request to a method may pass now. */
export type Throttle = (resourcePath: string, httpMethod: string) => boolean;

interface Bucket {
  tokens: number;
  filledAt: number;
}

/**
 * Token buckets as the stage's method settings ask for (documented: API Gateway counts with them): `burst` is
 * the size, `rate` tokens a second come back. The most exact setting of a method applies, and all methods
 * under one setting share its bucket (assumption).
 *
 * @param now milliseconds.
 */
export function createThrottle(settings: readonly ThrottleSetting[], now: () => number): Throttle {
  const buckets = new Map<ThrottleSetting, Bucket>();
  return (resourcePath, httpMethod) => {
    const setting = settingFor(settings, resourcePath, httpMethod);
    if (!setting) return true;
    const bucket = buckets.get(setting) ?? { tokens: setting.burst, filledAt: now() };
    buckets.set(setting, bucket);
    const elapsed = Math.max(0, now() - bucket.filledAt);
    bucket.tokens = Math.min(setting.burst, bucket.tokens + (elapsed / 1000) * setting.rate);
    bucket.filledAt = now();
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  };
}

function settingFor(
  settings: readonly ThrottleSetting[],
  resourcePath: string,
  httpMethod: string,
): ThrottleSetting | undefined {
  const fits = (setting: ThrottleSetting) =>
    [resourcePath, '*'].includes(setting.resourcePath) && [httpMethod, '*'].includes(setting.httpMethod);
  const exactness = (setting: ThrottleSetting) =>
    (setting.resourcePath === '*' ? 0 : 2) + (setting.httpMethod === '*' ? 0 : 1);
  return settings.filter(fits).sort((a, b) => exactness(b) - exactness(a))[0];
}
