/** How bad what a version mends is, worst last. */
export const SEVERITIES = ['low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What the label `dev.belay.security-fix` of an image says: `critical 1.4.3`. It is the word of whoever built the image. */
export interface SecurityFix {
  readonly severity: Severity;
  /**
   * The version that is the fix. Images inherit the labels of what they are built from, and a Dockerfile is seldom tidied up: without it
   * every later version would be a fix, too.
   */
  readonly version: string;
}

/** `undefined`: the label says nothing that is understood. */
export function parseSecurityFix(label: string | undefined): SecurityFix | undefined {
  const [named, version, ...more] = label?.split(' ') ?? [];
  const severity = SEVERITIES.find((one) => one === named);
  if (severity === undefined || version === undefined || version === '' || more.length > 0) return undefined;
  return { severity, version };
}

export function isAtLeast(severity: Severity, least: Severity): boolean {
  return SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(least);
}
