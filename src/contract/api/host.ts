import { z } from 'zod'
import { once } from '../../lib/call-shape.ts'
import { locationSchema } from '../location.ts'

export const doctorCheckSchema = z.object({
  name: z.string(),
  state: z.enum(['ok', 'warning', 'failed']),
  message: z.string(),
})
export type DoctorCheck = Readonly<z.infer<typeof doctorCheckSchema>>

export const aboutSchema = z.object({
  version: z.string(),
  platform: z.string(),
  node: z.string(),
  /** What this host can do besides storage: `show-in-folder` needs a desktop. */
  abilities: z.array(z.enum(['show-in-folder'])),
  /** Changes when the host was started anew. */
  run: z.string(),
})
export type About = Readonly<z.infer<typeof aboutSchema>>

const nothing = z.object({})

export const hostApi = {
  about: once(nothing, aboutSchema),
  /** Checks folders, mounts file, mounts and surroundings. */
  doctor: once(nothing, z.object({ checks: z.array(doctorCheckSchema) })),
  /** Shows a local entry in the system's own file manager. Fails with `unsupported` without a desktop. */
  showInFolder: once(z.object({ location: locationSchema }), nothing),
}
