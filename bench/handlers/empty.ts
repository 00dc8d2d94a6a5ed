/** A handler that does nothing: what every start takes. */
export async function handler(): Promise<void> {}
