import { AdapterError } from '../../../../adapters/core/errors';

/** The AdapterError that a promise fails with. */
export async function errorOf(asked: Promise<unknown>): Promise<AdapterError> {
  try {
    await asked;
  } catch (error) {
    if (error instanceof AdapterError) return error;
    throw error;
  }
  throw new Error('it did not fail');
}
