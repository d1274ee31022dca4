/** A CloudFormation template after its intrinsic functions have been resolved to plain values. */
export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs: Readonly<Record<string, { Value: string }>>;
}

export interface Resource {
  readonly Type: string;
  // CloudFormation has thousands of shapes; each reader narrows the few it uses.
  // biome-ignore lint/suspicious/noExplicitAny: see above
  readonly Properties: Readonly<Record<string, any>>;
  readonly Metadata?: Readonly<Record<string, unknown>>;
}
