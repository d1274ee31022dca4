import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';

interface FirewallProps {
  readonly api: RestApi;
  /** How many requests one address may send in five minutes. */
  readonly requestsPerAddress: number;
}

/**
 * A web ACL of two rules. Not among them are Amazon's rules for bodies: they turn away any of more than 8 kB, and what
 * looks like HTML, and an item may be both.
 */
export class Firewall extends Construct {
  constructor(scope: Construct, id: string, { api, requestsPerAddress }: FirewallProps) {
    super(scope, id);
    const acl = new CfnWebACL(this, 'Acl', {
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig: measuredAs('Firewall'),
      rules: [
        {
          name: 'IllRepute',
          priority: 0,
          overrideAction: { none: {} },
          statement: {
            managedRuleGroupStatement: { vendorName: 'AWS', name: 'AWSManagedRulesAmazonIpReputationList' },
          },
          visibilityConfig: measuredAs('IllRepute'),
        },
        {
          name: 'TooMany',
          priority: 1,
          action: { block: {} },
          statement: {
            rateBasedStatement: {
              aggregateKeyType: 'IP',
              evaluationWindowSec: 300,
              limit: requestsPerAddress,
            },
          },
          visibilityConfig: measuredAs('TooMany'),
        },
      ],
    });
    new CfnWebACLAssociation(this, 'Association', {
      webAclArn: acl.attrArn,
      resourceArn: api.deploymentStage.stageArn,
    });
  }
}

/** Requests are counted, but none is kept as a sample: it would hold tokens. */
function measuredAs(metricName: string): CfnWebACL.VisibilityConfigProperty {
  return { metricName, cloudWatchMetricsEnabled: true, sampledRequestsEnabled: false };
}
