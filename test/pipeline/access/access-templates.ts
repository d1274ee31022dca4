import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { accountsOf } from '../../../infra/pipeline/access/accounts';
import { addAccess } from '../../../infra/pipeline/access/add-access';
import { stackNames } from '../../../infra/pipeline/access/names';
import type { Repository } from '../../../infra/repository';
import { type StageSettings, stages } from '../../../infra/stages';
import { ofType, type Resource, type StackTemplate, synthesised } from '../../infra/synthesise';

// The CDK's own rules take a second to load in each test file; rules.test.ts is there for them.
process.env.CDK_VALIDATION = 'false';

export const repository: Repository = { owner: 'Acme', ownerId: 11, name: 'shop', id: 22 };

/** The stages without their accounts and regions, which whoever uses this may have filled in. */
export const declared: readonly StageSettings[] = stages.map(({ account, region, ...settings }) => settings);

/** Two stages, however many there are. */
export const unplaced: readonly StageSettings[] = ['dev', 'prod'].flatMap((name) =>
  declared.slice(0, 1).map((settings) => ({ ...settings, name })),
);

/** The stages in accounts and regions of their own. */
export const apart: readonly StageSettings[] = unplaced.map((settings, index) => ({
  ...settings,
  account: String(index + 1).repeat(12),
  region: index === 0 ? 'eu-west-1' : 'us-east-1',
}));

export interface AccessTemplates {
  /** By the name of the stack, and in the order of the table for those of one name. */
  readonly [stackName: string]: readonly StackTemplate[];
}

/** The templates of all accounts of a stage table. */
export function accessTemplates(
  table: readonly StageSettings[] = unplaced,
  existingProvider = false,
): AccessTemplates {
  return synthesised(
    (app) => {
      for (const target of accountsOf(table)) addAccess(app, { target, repository, existingProvider });
    },
    (directory, app) => {
      const all = app.synth().stacks.map(({ stackName, templateFile }) => ({
        stackName,
        template: JSON.parse(readFileSync(join(directory, templateFile), 'utf8')) as StackTemplate,
      }));
      const named = (name: string) =>
        all.filter(({ stackName }) => stackName === name).map(({ template }) => template);
      return Object.fromEntries(Object.values(stackNames).map((name) => [name, named(name)]));
    },
  );
}

/** The role of a name, with what AWS fills in filled in as for an account in Ireland. */
export function roleCalled(name: string, templates: AccessTemplates): Resource['Properties'] {
  const roles = (templates[stackNames.access] ?? []).flatMap((template) =>
    ofType(template, 'AWS::IAM::Role'),
  );
  const role = roles.find(({ Properties }) => Properties.RoleName === name);
  if (!role) throw new Error(`There is no role ${name}.`);
  return filledIn(role.Properties) as Resource['Properties'];
}

const pseudo: Readonly<Record<string, string>> = {
  'AWS::AccountId': '123456789012',
  'AWS::Partition': 'aws',
  'AWS::Region': 'eu-west-1',
};

/** Fills in what AWS does in a template, and the CDK in its manifests: `${AWS::Region}`. */
export function filledIn(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/\$\{([^}]+)\}/g, (all, name) => pseudo[name] ?? all);
  if (Array.isArray(value)) return value.map(filledIn);
  if (typeof value !== 'object' || value === null) return value;
  const { Ref, 'Fn::Join': join_ } = value as { Ref?: string; 'Fn::Join'?: [string, unknown[]] };
  if (Ref !== undefined) return pseudo[Ref] ?? value;
  if (join_) return join_[1].map(filledIn).join(join_[0]);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, filledIn(inner)]));
}
