import type { RefusalCode } from './refused.ts';

/**
 * What one check found. `check` is the check's name in kebab-case, `what` the thing it looked at. `next` is the next move: a command
 * ready to paste where there is one. `unknown`: Belay could not look, and `next` says how a person can.
 */
export type Finding = Found &
  (
    | { readonly status: 'ok' }
    | { readonly status: 'warning' | 'unknown'; readonly next: string }
    | { readonly status: 'refused'; readonly next: string; readonly code: RefusalCode }
  );

interface Found {
  readonly check: string;
  readonly what: string;
  readonly because: string;
}

/** The findings of one check, made in a sentence each. */
export interface Findings {
  ok(what: string, because: string): Finding;
  warning(what: string, because: string, next: string): Finding;
  unknown(what: string, because: string, next: string): Finding;
  refused(code: RefusalCode, what: string, because: string, next: string): Finding;
}

export function findingsOf(check: string): Findings {
  return {
    ok: (what, because) => ({ check, status: 'ok', what, because }),
    warning: (what, because, next) => ({ check, status: 'warning', what, because, next }),
    unknown: (what, because, next) => ({ check, status: 'unknown', what, because, next }),
    refused: (code, what, because, next) => ({ check, status: 'refused', code, what, because, next }),
  };
}

/** Would a deployment be refused, or fail? */
export function isRefused(findings: readonly Finding[]): boolean {
  return findings.some(({ status }) => status === 'refused');
}
