/** Characters of what a marketplace says of an offer. Longer texts are cut; longer codes and addresses are none. */
export const LONGEST = {
  title: 500,
  description: 5_000,
  name: 200,
  unit: 100,
  /** Article numbers and sellers' codes: ids have room for some 300 characters, and encoding makes one into nine. */
  code: 200,
  address: 2_000,
} as const;
