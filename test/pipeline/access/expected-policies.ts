/** The trust policy that lets in what has exactly these claims. */
export function trust(claims: Record<string, string | string[]>) {
  const named = Object.entries(claims).map(([claim, value]) => [
    `token.actions.githubusercontent.com:${claim}`,
    value,
  ]);
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRoleWithWebIdentity',
        Principal: {
          Federated: 'arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com',
        },
        Condition: { StringEquals: Object.fromEntries(named) },
      },
    ],
  };
}

/** The inline policies of a role that has one statement. */
export function only(statement: Record<string, unknown>) {
  const Statement = [{ Effect: 'Allow', ...statement }];
  return [{ PolicyName: 'Only', PolicyDocument: { Version: '2012-10-17', Statement } }];
}
