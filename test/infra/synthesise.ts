import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';

// biome-ignore lint/suspicious/noExplicitAny: CloudFormation has thousands of shapes
export type Properties = Record<string, any>;

export interface Resource {
  readonly Type: string;
  readonly Properties: Properties;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

export interface StackTemplate {
  readonly Resources: Record<string, Resource>;
  readonly Outputs: Record<string, { Value: unknown }>;
}

/**
 * Synthesises into a directory that `use` can look into, and which is removed afterwards.
 * Without bundling: it takes most of the time and has a test of its own.
 */
export function synthesised<T>(build: (app: App) => void, use: (directory: string, app: App) => T): T {
  const directory = mkdtempSync(join(tmpdir(), 'groundwork-synth-'));
  try {
    const app = new App({ outdir: directory, context: { 'aws:cdk:bundling-stacks': [] } });
    build(app);
    return use(directory, app);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

export function ofType(template: StackTemplate, type: string): Resource[] {
  return Object.values(template.Resources).filter(({ Type }) => Type === type);
}

/** The one resource of a type. */
export function theOnly(template: StackTemplate, type: string): Resource {
  const [resource, ...others] = ofType(template, type);
  if (!resource || others.length > 0)
    throw new Error(`Expected one ${type}, found ${others.length + (resource ? 1 : 0)}`);
  return resource;
}
