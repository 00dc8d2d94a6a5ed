/** Cases that are known to fail, by their id or name, each with the reason. Every other failure fails the conformance run. */
export const exceptions: Readonly<Record<string, string>> = {};
