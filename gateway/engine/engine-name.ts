/** Who carries out query plans: Pasar's engine, or @apollo/gateway's executor, which it is compared with. */
export const ENGINE_NAMES = ['pasar', 'apollo'] as const;
export type EngineName = (typeof ENGINE_NAMES)[number];
