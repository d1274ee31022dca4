import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { type LocalCloud, startLocalCloud } from '../../../infra/local-cloud';
import { roleNames } from '../../../infra/pipeline/access/names';
import { accessTemplates, declared, roleCalled } from '../access/access-templates';
import { mayAssume } from '../access/trust-policy';
import type { WorkflowOptions } from '../workflow/options';

/** Stands for AWS while a workflow is executed: the roles are those of the template, the stages run on this machine. */
export interface TestCloud {
  readonly cloud: NonNullable<WorkflowOptions['cloud']>;
  readonly environments: NonNullable<WorkflowOptions['environments']>;
  /** Where `cdk deploy` is to go. */
  readonly url: string;
  urlOf(stage: string): string;
  stop(): Promise<void>;
}

const roles = 'arn:aws:iam::123456789012:role';

/** @param names the stages, each with an environment on GitHub and its roles */
export async function startTestCloud(names: readonly string[]): Promise<TestCloud> {
  const directory = mkdtempSync(join(tmpdir(), 'groundwork-cloud-'));
  const templates = accessTemplates(declared);
  /** The keys that were handed out, and whose they are. */
  const keys = new Map<string, string>();
  const stages = new Map<string, LocalCloud>();

  async function deploy(key: string, app: string): Promise<Record<string, unknown>> {
    const stage = basename(app).replace('assembly-', '').toLowerCase();
    if (keys.get(key) !== roleNames.deploy(stage))
      throw new Error(`${keys.get(key)} may not deploy ${stage}.`);
    const before = stages.get(stage);
    await before?.stop();
    const assemblyDirectory = mkdtempSync(join(directory, 'assembly-'));
    cpSync(dirname(app), assemblyDirectory, { recursive: true });
    const port = before ? Number(new URL(before.outputs.ApiUrl ?? '').port) : 0;
    const dataDirectory = join(directory, stage);
    const started = await startLocalCloud({ assemblyDirectory, stage, port, dataDirectory, onEvent() {} });
    stages.set(stage, started);
    return { [`groundwork-${stage}`]: started.outputs };
  }

  const server = createServer(async (request, response) => {
    try {
      const chunks = await request.toArray();
      const { key, app } = JSON.parse(Buffer.concat(chunks).toString());
      response.end(JSON.stringify(await deploy(key, app)));
    } catch (error) {
      response.writeHead(403).end((error as Error).message);
    }
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    environments: Object.fromEntries(
      names.map((name) => [
        name,
        {
          branches: ['main'],
          vars: {
            AWS_ROLE_ARN: `${roles}/${roleNames.deploy(name)}`,
            AWS_CONTRACT_ROLE_ARN: `${roles}/${roleNames.contract(name)}`,
            AWS_REGION: 'eu-west-1',
          },
        },
      ]),
    ),
    cloud: {
      assumeRole(arn, claims) {
        const name = arn.slice(arn.indexOf('/') + 1);
        if (!mayAssume(roleCalled(name, templates).AssumeRolePolicyDocument, { ...claims }))
          throw new Error('Not authorized to perform sts:AssumeRoleWithWebIdentity');
        const accessKeyId = `key-${keys.size + 1}-of-${name}`;
        keys.set(accessKeyId, name);
        return {
          accessKeyId,
          secretAccessKey: `secret-${accessKeyId}`,
          sessionToken: `token-${accessKeyId}`,
        };
      },
    },
    urlOf: (stage) => (stages.get(stage)?.outputs.ApiUrl ?? '').replace(/\/$/, ''),
    async stop() {
      server.close();
      for (const stage of stages.values()) await stage.stop();
      rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
