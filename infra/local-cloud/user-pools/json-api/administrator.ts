import * as z from 'zod/mini';
import { changeUser, removeUser } from '../pool/change-user';
import { confirmByAdministrator } from '../pool/confirmation';
import { requireUser } from '../pool/find-user';
import { addUser, hashNewPassword } from '../pool/new-user';
import { type RunningPool, requirePool } from '../pool/running-pool';
import { randomPassword } from '../pool/secrets';
import { invalidParameter } from '../pool/service-error';
import { attributes, type Operation, operation, secretText, text } from './operation';
import { attributeList, userView } from './user-view';

const oneUser = z.object({ UserPoolId: text, Username: text });

/** Operations of an administrator on one user. */
export const administratorOperations: Readonly<Record<string, Operation>> = {
  AdminCreateUser: operation(
    'administrator',
    z.object({
      ...oneUser.shape,
      UserAttributes: attributes,
      TemporaryPassword: z.optional(secretText),
      MessageAction: z.optional(z.string()),
    }),
    async (pools, input) => {
      if (input.MessageAction === 'RESEND')
        throw invalidParameter('RESEND is not run by the local user pool.');
      const pool = requirePool(pools, input.UserPoolId);
      const invited = input.MessageAction !== 'SUPPRESS';
      const password =
        input.TemporaryPassword ?? (invited ? randomPassword(pool.definition.passwordPolicy) : undefined);
      const wanted = {
        name: input.Username,
        password,
        attributes: input.UserAttributes,
        standing: { status: 'FORCE_CHANGE_PASSWORD' },
      } as const;
      const user = await addUser(pool, wanted, 'User account already exists');
      if (invited && password) invite(pool, input.Username, user.attributes.email, password);
      return { User: { ...userView(user), Attributes: attributeList(user) } };
    },
  ),

  AdminSetUserPassword: operation(
    'administrator',
    z.object({ ...oneUser.shape, Password: secretText, Permanent: z._default(z.boolean(), false) }),
    async (pools, { UserPoolId, Username, Password, Permanent }) => {
      const pool = requirePool(pools, UserPoolId);
      const { sub } = requireUser(pool, Username);
      const password = await hashNewPassword(pool.definition, Password);
      const status = Permanent ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD';
      await changeUser(pool, sub, (user) => ({ ...user, password, standing: { status } }));
      return {};
    },
  ),

  AdminConfirmSignUp: operation('administrator', oneUser, async (pools, { UserPoolId, Username }) => {
    await confirmByAdministrator(requirePool(pools, UserPoolId), Username);
    return {};
  }),

  AdminGetUser: operation('administrator', oneUser, (pools, { UserPoolId, Username }) => {
    const user = requireUser(requirePool(pools, UserPoolId), Username);
    return { ...userView(user), UserAttributes: attributeList(user) };
  }),

  AdminDeleteUser: operation('administrator', oneUser, async (pools, { UserPoolId, Username }) => {
    const pool = requirePool(pools, UserPoolId);
    await removeUser(pool, requireUser(pool, Username).sub);
    return {};
  }),
};

function invite(
  { definition, onMail }: RunningPool,
  name: string,
  email: string | undefined,
  password: string,
) {
  if (email === undefined) return;
  const text = definition.mails.invitation.replaceAll('{username}', name).replaceAll('{####}', password);
  onMail({ to: email, text });
}
