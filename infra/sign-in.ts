import { RemovalPolicy, type Stack, Validations } from 'aws-cdk-lib';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { Mfa, UserPool } from 'aws-cdk-lib/aws-cognito';
import type { Settings } from './settings.ts';

/** Who people are: the issuer that the owner named, else a Cognito user pool in which the owner makes the accounts. */
export function makeSignIn(stack: Stack, settings: Settings): HttpJwtAuthorizer {
  const { issuer, audience } = settings.tokens ?? makeUserPool(stack, settings.production);
  return new HttpJwtAuthorizer('People', issuer, { jwtAudience: [audience] });
}

function makeUserPool(stack: Stack, production: boolean): { readonly issuer: string; readonly audience: string } {
  const pool = new UserPool(stack, 'People', {
    // Whoever can sign up can deploy.
    selfSignUpEnabled: false,
    signInAliases: { email: true },
    mfa: Mfa.REQUIRED,
    mfaSecondFactor: { otp: true, sms: false },
    passwordPolicy: {
      minLength: 12,
      requireDigits: true,
      requireLowercase: true,
      requireUppercase: true,
      requireSymbols: true,
    },
    deletionProtection: production,
    removalPolicy: production ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
  const reason =
    'Threat protection is billed per person and month. A second factor is required, and nobody can sign up.';
  Validations.of(pool).acknowledge({ id: 'AwsSolutions-COG3', reason }, { id: 'AwsSolutions-COG8', reason });
  const client = pool.addClient('Client', {
    authFlows: { userSrp: true },
    disableOAuth: true,
    preventUserExistenceErrors: true,
  });
  return { issuer: pool.userPoolProviderUrl, audience: client.userPoolClientId };
}
