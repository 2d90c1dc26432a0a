import { z } from 'zod'
import { once } from '../../lib/call-shape.ts'
import { locationSchema } from '../schemas/location.ts'

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
  /**
   * What this host can do besides storage: `download` hands files to a browser; `show-in-folder` and `desktop`, which is
   * all else below that needs one, are for the app with a window of its own.
   */
  abilities: z.array(z.enum(['show-in-folder', 'desktop', 'download'])),
  /** Changes when the host was started anew. */
  run: z.string(),
})
export type About = Readonly<z.infer<typeof aboutSchema>>

/** What the system's task bar shows of all transfers together; `part` from 0 to 1. */
export const overallProgressSchema = z.union([
  z.object({ state: z.enum(['none', 'counting']) }),
  z.object({ state: z.enum(['running', 'paused', 'failed']), part: z.number().min(0).max(1) }),
])
export type OverallProgress = Readonly<z.infer<typeof overallProgressSchema>>

const nothing = z.object({})
const path = z.string().min(1).max(65_536)

export const hostApi = {
  about: once(nothing, aboutSchema),
  /** Checks folders, mounts file, mounts and surroundings. */
  doctor: once(nothing, z.object({ checks: z.array(doctorCheckSchema) })),
  /** Shows a local entry in the system's own file manager. Fails with `unsupported` without a desktop. */
  showInFolder: once(z.object({ location: locationSchema }), nothing),
  /** The locations of paths of this computer, where `~` is the home folder; without one for what can't be reached, such as another drive. */
  locate: once(
    z.object({ paths: z.array(path).max(100_000) }),
    z.object({ found: z.array(z.object({ location: locationSchema.exactOptional() })) }),
  ),
  /** Asks a person for a folder of this computer; none when that was put off. Fails with `unsupported` without a desktop. */
  chooseFolder: once(nothing, z.object({ location: locationSchema.exactOptional() })),
  /** Goes on with a drag that began in the window as one of the system. Only for folders of this computer, else `unsupported`. */
  dragOut: once(z.object({ locations: z.array(locationSchema).min(1).max(1000) }), nothing),
  /** Shows a message of the system. */
  notify: once(z.object({ title: z.string().max(300), body: z.string().max(1000) }), nothing),
  showProgress: once(overallProgressSchema, nothing),
}
