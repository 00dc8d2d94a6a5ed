/** Who sent a request, as its route wants to know it. */
export type Identity =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'iam'; readonly accessKey: string; readonly userArn: string; readonly userId: string }
  | {
      readonly kind: 'jwt';
      readonly claims: Readonly<Record<string, string>>;
      readonly scopes: readonly string[];
    };

/** An identity, or the answer that API Gateway gives instead. */
export type Checked =
  | { readonly ok: true; readonly identity: Identity }
  /** `why` is for the person at the terminal; a caller only sees the status. */
  | { readonly ok: false; readonly status: 401 | 403; readonly why: string };
