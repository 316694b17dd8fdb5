/** Cursors that mean a place to the shop, and nothing to anyone else. */
export function pageCursor(offset: number): string {
  return Buffer.from(`after:${offset}`).toString('base64');
}

/** The place that a cursor means; none is the beginning. Null for what is no cursor. */
export function offsetOf(cursor: string | null): number | null {
  if (cursor === null) return 0;
  const match = /^after:(\d{1,9})$/.exec(Buffer.from(cursor, 'base64').toString('utf8'));
  return match === null ? null : Number(match[1]);
}
