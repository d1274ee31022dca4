import * as z from 'zod/mini';
import { confirmByCode, missingUserOfCode, sendCode } from '../pool/confirmation';
import { findUser } from '../pool/find-user';
import { requireClient } from '../pool/running-pool';
import { userNotFound } from '../pool/service-error';
import { signUp } from '../pool/sign-up';
import { attributes, type Operation, operation, secretText, text } from './operation';
import { delivery } from './user-view';

const ofClient = z.object({ ClientId: text, Username: text });

/** Operations by which people become users. */
export const signUpOperations: Readonly<Record<string, Operation>> = {
  SignUp: operation(
    'everybody',
    z.object({ ...ofClient.shape, Password: secretText, UserAttributes: attributes }),
    async (pools, { ClientId, Username, Password, UserAttributes }) => {
      const { pool } = requireClient(pools, ClientId);
      const { user, codeSentTo } = await signUp(pool, Username, Password, UserAttributes);
      const sent = codeSentTo === undefined ? {} : { CodeDeliveryDetails: delivery(codeSentTo) };
      return { UserConfirmed: false, UserSub: user.sub, ...sent };
    },
  ),

  ConfirmSignUp: operation(
    'everybody',
    z.object({ ...ofClient.shape, ConfirmationCode: text }),
    async (pools, { ClientId, Username, ConfirmationCode }) => {
      const { pool, client } = requireClient(pools, ClientId);
      const user = findUser(pool.definition, pool.contents(), Username);
      if (!user) throw missingUserOfCode(client);
      await confirmByCode(pool, user.sub, ConfirmationCode);
      return {};
    },
  ),

  ResendConfirmationCode: operation('everybody', ofClient, async (pools, { ClientId, Username }) => {
    const { pool, client } = requireClient(pools, ClientId);
    const user = findUser(pool.definition, pool.contents(), Username);
    if (user) await sendCode(pool, user.sub);
    else if (!client.hidesUsers) throw userNotFound();
    // With hidden users a code that nobody gets is said to have been sent (documented).
    return { CodeDeliveryDetails: delivery(user?.attributes.email ?? Username) };
  }),
};
