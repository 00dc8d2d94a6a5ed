/** What is wrong with a value, where the schema has no words of its own: people sent nothing, and no "undefined". */
export function inWords(message: string): string {
  if (message.endsWith('received undefined')) return 'is missing';
  return message.endsWith('received NaN') ? 'must be a number' : message;
}
