import { LONGEST } from './offer-limits';

/** A web address; anything else would be run, or sent elsewhere, by the browser of whoever follows it. */
export function webAddress(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > 2 * LONGEST.address) return null;
  const text = value.trim();
  if (text.length > LONGEST.address || !/^https?:\/\//i.test(text) || !URL.canParse(text)) return null;
  const { href, username, password } = new URL(text);
  return username === '' && password === '' ? href : null;
}
