/** Belay's own version, as `belay --version` and the API say it. */
export const VERSION = '0.1.0';
