import { z } from 'zod';
import { key, looseText } from '../../core/wire-fields';

/** Every answer of the INAPROC gateway: `data` is null where nothing was found. */
export const envelopeWire = z.object({
  success: z.boolean(),
  data: z.array(z.unknown()).nullish(),
});

/** `ekatalog-archive/penyedia-detail`. Contact and tax numbers are in the row too and are not read. */
export const sellerWire = z.object({
  kd_penyedia: key,
  nama_penyedia: z.string(),
  penyedia_ukm: looseText,
  alamat_penyedia: looseText,
});
