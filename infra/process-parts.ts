/**
 * Stands in for `node:process` in the bundles. To import that module is to read everything that it has, standard input and output included,
 * which Node opens for it; the SDK only asks it for the version of Node and of Lambda.
 */
export const { env, versions } = process;
