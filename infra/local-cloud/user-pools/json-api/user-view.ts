import type { User } from '../pool/pool-contents';

interface NameValue {
  readonly Name: string;
  readonly Value: string;
}

/** A user's attributes as the API lists them. */
export function attributeList({ sub, attributes }: User): NameValue[] {
  return Object.entries({ sub, ...attributes }).map(([Name, Value]) => ({ Name, Value }));
}

/** What every answer about a user tells; the attributes go by another name in each. */
export function userView({ username, standing, createdAt, modifiedAt }: User) {
  return {
    Username: username,
    Enabled: true,
    UserStatus: standing.status,
    UserCreateDate: createdAt / 1_000,
    UserLastModifiedDate: modifiedAt / 1_000,
  };
}

/** Where a code went, as far as everybody may know: `a***@e***`. */
export function delivery(email: string) {
  const [local = '', domain = ''] = email.split('@');
  const Destination = `${local.charAt(0)}***@${domain.charAt(0)}***`;
  return { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination };
}
