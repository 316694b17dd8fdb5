/** A change of a schema that clients may notice. */
export interface SchemaChange {
  /** graphql-js's word for it, e.g. `FIELD_REMOVED`, or `DEFAULT_REMOVED`. */
  readonly kind: string;
  /** What changed: `Type`, `Type.field`, `Type.field(argument:)`, `Enum.VALUE`. */
  readonly coordinate: string;
  readonly message: string;
  /** Is an operation hit that uses these coordinates, and is refused from now on or not? */
  readonly hits: (used: ReadonlySet<string>, isRefused: boolean) => boolean;
}
