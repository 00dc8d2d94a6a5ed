/**
 * A test for strings against a wildcard, where `*` stands for any run of characters, `\*` for an asterisk and `\\` for a
 * backslash. Throws an Error with AWS's reason when the wildcard is malformed.
 */
export function wildcard(pattern: string): (text: string) => boolean {
  const pieces = [''];
  let afterStar = false;
  for (let at = 0; at < pattern.length; at++) {
    let character = pattern.charAt(at);
    if (character === '*') {
      if (afterStar) throw new Error(`Consecutive wildcard characters at pos ${at}`);
      pieces.push('');
      afterStar = true;
      continue;
    }
    if (character === '\\') {
      character = pattern.charAt(++at);
      if (character !== '*' && character !== '\\') throw new Error(`Invalid escape character at pos ${at - 1}`);
    }
    pieces.push(`${pieces.pop() ?? ''}${character}`);
    afterStar = false;
  }
  return (text) => fits(pieces, text);
}

/** The first piece must begin the text, the last must end it, and the others are found in between, leftmost first. */
function fits(pieces: readonly string[], text: string): boolean {
  const first = pieces[0] ?? '';
  const last = pieces[pieces.length - 1] ?? '';
  if (pieces.length === 1) return text === first;
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;

  const end = text.length - last.length;
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = text.indexOf(piece, at);
    if (found < 0 || found + piece.length > end) return false;
    at = found + piece.length;
  }
  return true;
}
