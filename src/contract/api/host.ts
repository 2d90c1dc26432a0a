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
   * What this host can do besides storage. `download`: it sends files to a browser. `show-in-folder` and `desktop`:
   * only the desktop app has these. `desktop` covers all other calls below that need a desktop.
   */
  abilities: z.array(z.enum(['show-in-folder', 'desktop', 'download'])),
  /** Changes each time the host starts. */
  run: z.string(),
})
export type About = Readonly<z.infer<typeof aboutSchema>>

/** The progress of all transfers together for the system's task bar. `part` is from 0 to 1. */
export const overallProgressSchema = z.union([
  z.object({ state: z.enum(['none', 'counting']) }),
  z.object({ state: z.enum(['running', 'paused', 'failed']), part: z.number().min(0).max(1) }),
])
export type OverallProgress = Readonly<z.infer<typeof overallProgressSchema>>

const nothing = z.object({})
const path = z.string().min(1).max(65_536)

export const hostApi = {
  about: once(nothing, aboutSchema),
  /** Checks the folders, the mounts file, the mounts and the environment. */
  doctor: once(nothing, z.object({ checks: z.array(doctorCheckSchema) })),
  /** Shows a local entry in the system's file manager. Fails with `unsupported` without a desktop. */
  showInFolder: once(z.object({ location: locationSchema }), nothing),
  /**
   * Returns the locations of paths of this computer, where `~` is the home folder. `location` is absent for a path that
   * can't be reached, such as one on another drive.
   */
  locate: once(
    z.object({ paths: z.array(path).max(100_000) }),
    z.object({ found: z.array(z.object({ location: locationSchema.exactOptional() })) }),
  ),
  /**
   * Asks the user for a folder of this computer. `location` is absent if the user cancelled. Fails with `unsupported`
   * without a desktop.
   */
  chooseFolder: once(nothing, z.object({ location: locationSchema.exactOptional() })),
  /**
   * Continues a drag from the window as a drag of the system. Works only for folders of this computer and otherwise
   * fails with `unsupported`.
   */
  dragOut: once(z.object({ locations: z.array(locationSchema).min(1).max(1000) }), nothing),
  /** Shows a system notification. */
  notify: once(z.object({ title: z.string().max(300), body: z.string().max(1000) }), nothing),
  showProgress: once(overallProgressSchema, nothing),
}
