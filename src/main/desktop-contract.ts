import { z } from 'zod'
import { overallProgressSchema } from '../contract/api/host.ts'
import { once } from '../lib/call-shape.ts'

const atPath = z.object({ path: z.string().min(1) })
const nothing = z.object({})

/** Calls from the host process to the main process, which alone can carry them out. */
export const desktopContract = {
  desktop: {
    /** Fails with `unsupported` if the system has no trash for that path. */
    trashItem: once(atPath, nothing),
    /** Shows an entry in the system's file manager. */
    showInFolder: once(atPath, nothing),
    /** Opens a file in the system's program for it. Fails with `unsupported` if there is no such program. */
    openPath: once(atPath, nothing),
    /** Asks the user for a folder. `path` is absent if the user cancelled. */
    chooseFolder: once(nothing, z.object({ path: z.string().exactOptional() })),
    /** Continues a drag from the front window as a drag of the system. */
    dragOut: once(z.object({ paths: z.array(z.string().min(1)).min(1) }), nothing),
    /** Shows a system notification. A click on it brings the window to the front. */
    notify: once(z.object({ title: z.string(), body: z.string() }), nothing),
    /** Shows progress in the task bar. */
    showProgress: once(overallProgressSchema, nothing),
  },
}
export type DesktopContract = typeof desktopContract
