import { attribute, physicalId, type Scope } from './physical-names';
import type { Resource, Template } from './template';

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
type Source = { [section: string]: { [name: string]: Json } };

/**
 * Replaces every intrinsic function of a CloudFormation template by its value, and drops the resources
 * whose condition does not hold.
 *
 * @throws when a function is not known here, naming it and where it stands
 */
export function resolveTemplate(source: Source, scope: Scope): Template {
  const conditions = new Map<string, boolean>();
  const resolve = (value: Json, where: string): Json => {
    if (Array.isArray(value))
      return value.map((item) => resolve(item, where)).filter((item) => item !== noValue);
    if (typeof value !== 'object' || value === null) return value;
    const [key = '', ...others] = Object.keys(value);
    const operand = value[key] ?? null;
    if (others.length === 0 && key === 'Ref') return reference(String(operand));
    if (others.length === 0 && key.startsWith('Fn::')) return call(key, operand, where);
    const members = Object.entries(value).map(([name, member]) => [
      name,
      resolve(member, `${where}.${name}`),
    ]);
    return Object.fromEntries(members.filter(([, member]) => member !== noValue));
  };

  function reference(name: string): Json {
    if (name === 'AWS::NoValue') return noValue;
    const pseudo = pseudoParameters(scope)[name];
    if (pseudo !== undefined) return pseudo;
    const parameter = source.Parameters?.[name] as { Default?: Json } | undefined;
    if (parameter) return parameter.Default ?? '';
    return physicalId(name, resourceNamed(name), scope);
  }

  function resourceNamed(name: string): Resource {
    const resource = source.Resources?.[name] as unknown as Resource | undefined;
    if (!resource) throw new Error(`The template refers to ${name}, which is not in it.`);
    return resource;
  }

  function call(name: string, operand: Json, where: string): Json {
    const list = Array.isArray(operand) ? operand : [];
    const argument = (index: number) => resolve(list[index] ?? null, where);
    switch (name) {
      case 'Fn::GetAtt': {
        const [logicalId = '', ...path] = Array.isArray(operand)
          ? operand.map(String)
          : String(operand).split('.');
        return attribute(logicalId, resourceNamed(logicalId), path.join('.'), scope);
      }
      case 'Fn::Join':
        return (argument(1) as Json[]).map(String).join(String(argument(0)));
      case 'Fn::Split':
        return String(argument(1)).split(String(argument(0)));
      case 'Fn::Select':
        return (argument(1) as Json[])[Number(argument(0))] ?? '';
      case 'Fn::Sub':
        return substitute(operand, where);
      case 'Fn::If':
        return condition(String(list[0])) ? argument(1) : argument(2);
      case 'Fn::Equals':
        return JSON.stringify(argument(0)) === JSON.stringify(argument(1));
      case 'Fn::Not':
        return !truth(list[0] ?? null, where);
      case 'Fn::And':
        return list.every((item) => truth(item, where));
      case 'Fn::Or':
        return list.some((item) => truth(item, where));
      default:
        throw new Error(`${name}, used at ${where}, is not supported by the local cloud.`);
    }
  }

  function substitute(operand: Json, where: string): string {
    const [text, variables] = Array.isArray(operand) ? operand : [operand, {}];
    const own = resolve(variables ?? {}, where) as Record<string, Json>;
    return String(text).replace(/\$\{([^}]+)\}/g, (_, name: string) => {
      if (name.startsWith('!')) return `\${${name.slice(1)}}`;
      if (own[name] !== undefined) return String(own[name]);
      return String(
        name.includes('.') && !name.includes('::') ? call('Fn::GetAtt', name, where) : reference(name),
      );
    });
  }

  function truth(value: Json, where: string): boolean {
    const named =
      typeof value === 'object' && value !== null && !Array.isArray(value) ? value.Condition : undefined;
    return typeof named === 'string' ? condition(named) : resolve(value, where) === true;
  }

  function condition(name: string): boolean {
    const known = conditions.get(name);
    if (known !== undefined) return known;
    const value = truth(source.Conditions?.[name] ?? false, `Conditions.${name}`);
    conditions.set(name, value);
    return value;
  }

  const resources = Object.entries(source.Resources ?? {}).flatMap(([logicalId, value]) => {
    const { Condition, Metadata, Type, Properties } = value as { [key: string]: Json };
    if (typeof Condition === 'string' && !condition(Condition)) return [];
    const properties = resolve(Properties ?? {}, logicalId);
    return [[logicalId, { Type, Properties: properties, ...(Metadata ? { Metadata } : {}) }]];
  });
  const outputs = Object.entries(source.Outputs ?? {}).map(([name, value]) => [
    name,
    resolve(value, `Outputs.${name}`),
  ]);
  return {
    Resources: Object.fromEntries(resources),
    Outputs: Object.fromEntries(outputs),
  } as Template;
}

/** Marks what `AWS::NoValue` removes; no template can hold it. */
const noValue = '\u0000AWS::NoValue';

function pseudoParameters({ account, region, stackName }: Scope): Record<string, Json> {
  return {
    'AWS::AccountId': account,
    'AWS::Region': region,
    'AWS::StackName': stackName,
    'AWS::StackId': `arn:aws:cloudformation:${region}:${account}:stack/${stackName}/local`,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::NotificationARNs': [],
  };
}
