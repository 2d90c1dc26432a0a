import { z } from 'zod'
import { once, stream } from '../../lib/call-shape.ts'

/** Small documents the window keeps between runs, by name. What is in them is the window's own affair. */
const nameSchema = z.string().regex(/^[a-z][a-z0-9-]{0,40}$/)

/** Something in the settings file that could not be used; the rest is not affected. */
export const settingProblemSchema = z.object({ line: z.number().int().exactOptional(), message: z.string() })
export type SettingProblem = Readonly<z.infer<typeof settingProblemSchema>>

/** What the settings file says. */
export const settingsStateSchema = z.object({
  /** Where the file is, or will be. */
  path: z.string(),
  /** The valid settings in the file, by key; see `contract/settings`. */
  values: z.record(z.string(), z.json()),
  problems: z.array(settingProblemSchema),
})
export type SettingsState = Readonly<z.infer<typeof settingsStateSchema>>

const nothing = z.object({})

export const settingsApi = {
  read: once(z.object({ name: nameSchema }), z.object({ value: z.json().exactOptional() })),
  /** At most 1 MB as JSON. */
  write: once(z.object({ name: nameSchema, value: z.json() }), z.object({})),
  /** What the settings file says now. */
  get: once(nothing, settingsStateSchema),
  /** What it says now, and again whenever it changes, also by hand. */
  watch: stream(nothing, settingsStateSchema),
  /**
   * Changes settings in the file, and nothing else that is in it; `null` takes one back to its standard. Fails with
   * `bad-input` for a value that is none, and where the file can't be read, which then stays as it is.
   */
  change: once(z.object({ changes: z.record(z.string(), z.json()) }), settingsStateSchema),
  /** Opens the file in the system's program for it. Fails with `unsupported` without a desktop. */
  openFile: once(nothing, nothing),
}
