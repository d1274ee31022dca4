import type { Contract } from './contract/contract';

/** What infra needs to know of a service to deploy it. */
export interface Service {
  readonly contract: Contract;
  /** The module that exports `handler`, from the root of the repository. */
  readonly entry: string;
  /** Exactly the IAM actions that the service's store uses on its table. */
  readonly tableActions: readonly string[];
}
