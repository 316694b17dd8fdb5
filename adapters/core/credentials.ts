/** Secrets that a partner gave beside its definition, by the names that its way of signing in has. */
export type Credentials = Readonly<Record<string, string>>;
