/** What a buyer sees whose browser brought a basket back. Our words alone: nothing that came along is shown. */
export function basketPage(message: string): string {
  return `<!doctype html><html lang="id"><meta charset="utf-8"><title>Pasar</title><p>${message}</p></html>`;
}
