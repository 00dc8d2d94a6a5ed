/** An HTTP API as its template wants it. */
export interface Api {
  readonly id: string;
  readonly name: string;
  readonly stages: Map<string, Stage>;
  readonly integrations: Map<string, Integration>;
  readonly authorizers: Map<string, JwtAuthorizer>;
  /** By route key. */
  readonly routes: Map<string, Route>;
}

export interface Stage {
  /** `$default` has no prefix in the path; any other name has. */
  readonly name: string;
  readonly variables: Readonly<Record<string, string>>;
  /** By route key; `''` is for all routes. */
  readonly throttling: ReadonlyMap<string, Throttling>;
  readonly accessLog: { readonly destinationArn: string; readonly format: string } | undefined;
}

export interface Throttling {
  readonly burst: number;
  /** Requests in a second. */
  readonly rate: number;
}

export interface Integration {
  /** ARN of the function, with the qualifier where there is one. */
  readonly functionArn: string;
  /** Real milliseconds. */
  readonly timeoutMs: number;
}

export interface JwtAuthorizer {
  readonly issuer: string;
  readonly audience: readonly string[];
}

export interface Route {
  /** Such as `ANY /v1/{proxy+}` or `$default`. */
  readonly key: string;
  readonly integrationId: string;
  readonly authorization: Authorization;
}

export type Authorization =
  | { readonly kind: 'none' }
  | { readonly kind: 'iam' }
  | { readonly kind: 'jwt'; readonly authorizerId: string; readonly scopes: readonly string[] };
