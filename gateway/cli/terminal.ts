/** Control and formatting characters: what a marketplace sends must not move the cursor or hide text. */
const UNPRINTABLE = /(?!\n)[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu;

// Whoever reads no further, such as `head`, has seen enough.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

/** Everything that goes to the terminal goes through here. */
export function print(text: string): void {
  process.stdout.write(`${text.toWellFormed().replace(UNPRINTABLE, '')}\n`);
}

export function printError(text: string): void {
  process.stderr.write(`${text.toWellFormed().replace(UNPRINTABLE, '')}\n`);
}

/** As JSON, in which such characters are written as escapes and so are kept. */
export function printJson(value: unknown): void {
  const text = JSON.stringify(value, null, 2);
  process.stdout.write(`${text.replace(UNPRINTABLE, escaped)}\n`);
}

function escaped(character: string): string {
  return [...Array(character.length).keys()]
    .map((i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`)
    .join('');
}
