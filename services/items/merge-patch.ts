import { isJsonObject, type JsonObject, type JsonValue } from '../contract/schemas';

/** Applies a JSON merge patch (RFC 7386, 2) without changing `target`. Safe for keys such as `__proto__`. */
export function mergePatch(target: JsonValue | undefined, patch: JsonObject): JsonObject {
  const members = new Map<string, JsonValue>(isJsonObject(target) ? Object.entries(target) : []);
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) members.delete(key);
    else members.set(key, isJsonObject(value) ? mergePatch(members.get(key), value) : value);
  }
  return Object.fromEntries(members);
}
