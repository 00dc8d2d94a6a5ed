const MASK = '***';

/** What looks like a credential, each with what may stay: the name before it, mostly. */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, MASK],
  // A name that says so, then its value: password=…, "apiKey": "…", SECRET_TOKEN: …
  [
    /([\w.-]*(?:passw(?:or)?d|passphrase|pwd|secret|token|api[-_]?key|access[-_]?key|private[-_]?key|credential|authorization|cookie)[\w.-]*["']?\s*[:=]\s*)(?:"[^"]*"|'[^']*'|(?:(?:Bearer|Basic)\s+)?[^\s,;&"'}]+)/gi,
    `$1${MASK}`,
  ],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi, `$1 ${MASK}`],
  // A user's password in an address.
  [/\b([a-z][a-z0-9+.-]*:\/\/[^\s:/@]*):[^\s@/]+@/gi, `$1:${MASK}@`],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, MASK],
  [/\beyJ[\w-]{5,}\.[\w-]{5,}\.[\w-]*/g, MASK],
  [
    /\b(?:gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abeoprs]-[\w-]{8,}|sk-[\w-]{20,}|sk_live_\w{10,})/g,
    MASK,
  ],
];

/** The text without what looks like a credential. Better a word too many is masked than one too few. */
export function maskSecrets(text: string): string {
  return SECRETS.reduce((masked, [pattern, by]) => masked.replaceAll(pattern, by), text);
}
