import type { LocalStack } from '../../assembly/read-assembly';
import type { Resource } from '../../assembly/template';
import type { PoolDefinition } from './pool-definition';
import { readClient, unsupportedOfClient } from './read-client';
import { readPool, unsupportedOfDomain, unsupportedOfPool } from './read-pool';

/** The user pools of a stage, and what its template asks of them in vain, one line each. */
export interface UserPoolDefinitions {
  readonly pools: readonly PoolDefinition[];
  readonly unsupported: readonly string[];
}

/** Reads the user pools of all stacks with their clients and domains, whichever stack those are in. */
export function readUserPools(stacks: readonly LocalStack[]): UserPoolDefinitions {
  const pools = resourcesOf(stacks, 'AWS::Cognito::UserPool');
  const clients = resourcesOf(stacks, 'AWS::Cognito::UserPoolClient');
  const domains = resourcesOf(stacks, 'AWS::Cognito::UserPoolDomain');
  const clientDefinitions = clients.map(({ id, properties }) => readClient(id, properties));
  return {
    pools: pools.map(({ stack, id, properties }) =>
      readPool(stack, id, properties, {
        clients: clientDefinitions.filter(({ poolId }) => poolId === id),
        hasDomain: domains.some((domain) => domain.properties.UserPoolId === id),
      }),
    ),
    unsupported: [
      ...pools.flatMap(({ logicalId, properties }) => unsupportedOfPool(logicalId, properties)),
      ...clients.flatMap(({ logicalId, properties }) => unsupportedOfClient(logicalId, properties)),
      ...domains.flatMap(({ logicalId, properties }) => unsupportedOfDomain(logicalId, properties)),
    ],
  };
}

interface Found {
  readonly stack: LocalStack;
  readonly logicalId: string;
  readonly id: string;
  readonly properties: Resource['Properties'];
}

function resourcesOf(stacks: readonly LocalStack[], type: string): Found[] {
  return stacks.flatMap((stack) =>
    Object.entries(stack.template.Resources).flatMap(([logicalId, { Type, Properties: properties }]) =>
      Type === type ? [{ stack, logicalId, id: stack.physicalIdOf(logicalId), properties }] : [],
    ),
  );
}
