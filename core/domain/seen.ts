/** Something that was looked at, or why it could not be. `denied`: whoever looked has no right to. */
export type Seen<Thing> = { readonly seen: Thing } | { readonly unseen: string; readonly denied: boolean };

/** The thing where it was seen. What was not looked at, or could not be, is `undefined`. */
export function seenOf<Thing>(look: Seen<Thing> | undefined): Thing | undefined {
  return look !== undefined && 'seen' in look ? look.seen : undefined;
}
