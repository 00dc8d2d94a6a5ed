const PART = /\s+|"((?:[^"\\]|\\.)*)"|'([^']*)'|\\(.)|([^\s"'\\]+)/gsy;

/**
 * The words of a command line: split at spaces, with quotes and backslashes as a shell has them and nothing else of a shell. No shell is
 * needed in the image. `undefined`: no words, or a quote that is not closed.
 */
export function wordsOf(line: string): readonly [string, ...string[]] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let end = 0;
  for (const [text, double, single, escaped, plain] of line.matchAll(PART)) {
    end += text.length;
    const part = double?.replaceAll(/\\(["\\])/g, '$1') ?? single ?? escaped ?? plain;
    if (part !== undefined) word = (word ?? '') + part;
    else if (word !== undefined) {
      words.push(word);
      word = undefined;
    }
  }
  if (word !== undefined) words.push(word);
  const [first, ...rest] = words;
  return end === line.length && first !== undefined ? [first, ...rest] : undefined;
}
