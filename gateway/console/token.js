/* global window */

/** The token is kept as long as the tab is open, and stands in no address. */
const KEY = 'pasar-console-token';

export function currentToken() {
  return window.sessionStorage.getItem(KEY);
}

export function keepToken(token) {
  window.sessionStorage.setItem(KEY, token);
}

export function forgetToken() {
  window.sessionStorage.removeItem(KEY);
}

/** Tokens by role, where this server hands out any: a sandbox, to its own machine. */
export async function sandboxTokens() {
  const response = await window.fetch('/playground/tokens.json').catch(() => null);
  return response?.ok ? response.json() : {};
}
