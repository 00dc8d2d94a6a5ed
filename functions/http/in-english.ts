import { en } from 'zod/locales';

/** What is wrong, in words: zod/mini has none of its own. */
export const IN_ENGLISH = { error: en().localeError };
