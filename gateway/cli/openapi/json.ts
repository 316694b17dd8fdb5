import { cleanText } from '../../../adapters/core/clean-text';

/** JSON of which nothing is taken for granted: documents that describe APIs are often not quite valid. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function objectOf(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

/** Its text in a form for people; empty where there is none. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? cleanText(value) : '';
}

/** A name without what people write differently: `unit_price`, `UnitPrice` and `unit-price` are one. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}
