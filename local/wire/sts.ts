/** STS, as far as a client asks who it is. Its client package is no dependency, so its model is written here in the SDK's form. */
import { ACCOUNT } from '../kernel/account.ts';
import { type AwsService, type Call, operation } from '../kernel/aws-service.ts';

interface GetCallerIdentityResponse {
  readonly UserId: string;
  readonly Account: string;
  readonly Arn: string;
}

const NAMESPACE = 'com.amazonaws.sts';

/** In place of `@aws-sdk/client-sts`. */
export const stsModule = {
  GetCallerIdentity$: [
    9,
    NAMESPACE,
    'GetCallerIdentity',
    0,
    [3, NAMESPACE, 'GetCallerIdentityRequest', 0, [], []],
    [3, NAMESPACE, 'GetCallerIdentityResponse', 0, ['UserId', 'Account', 'Arn'], [0, 0, 0]],
  ],
};

export const sts: AwsService = {
  name: 'sts',
  operations: {
    GetCallerIdentity: operation<object, GetCallerIdentityResponse>({
      // AWS asks for no permission here, not even where a policy denies it.
      permissions: () => [],
      run: (_, { caller }: Call) => ({ UserId: caller.role ?? ACCOUNT, Account: ACCOUNT, Arn: caller.arn }),
    }),
  },
};
