import { z } from 'zod'
import { once, stream } from '../../lib/call-shape.ts'

/** Small named documents that the window keeps between runs. Only the window knows their content. */
const nameSchema = z.string().regex(/^[a-z][a-z0-9-]{0,40}$/)

/** An entry of the settings file that can't be used. The others are not affected. */
export const settingProblemSchema = z.object({ line: z.number().int().exactOptional(), message: z.string() })
export type SettingProblem = Readonly<z.infer<typeof settingProblemSchema>>

/** The content of the settings file. */
export const settingsStateSchema = z.object({
  /** The path of the file, whether or not it exists yet. */
  path: z.string(),
  /** The valid settings in the file, by key; see `contract/settings`. */
  values: z.record(z.string(), z.json()),
  problems: z.array(settingProblemSchema),
})
export type SettingsState = Readonly<z.infer<typeof settingsStateSchema>>

const nothing = z.object({})

export const settingsApi = {
  read: once(z.object({ name: nameSchema }), z.object({ value: z.json().exactOptional() })),
  /** The value may have at most 1 MB as JSON. */
  write: once(z.object({ name: nameSchema, value: z.json() }), z.object({})),
  /** Returns the current content of the settings file. */
  get: once(nothing, settingsStateSchema),
  /** Yields the current content, and again after each change, including changes by hand. */
  watch: stream(nothing, settingsStateSchema),
  /**
   * Changes settings in the file and keeps everything else in it. `null` resets a setting to its default. Fails with
   * `bad-input` for an invalid value, and if the file can't be read; the file then stays as it is.
   */
  change: once(z.object({ changes: z.record(z.string(), z.json()) }), settingsStateSchema),
  /** Opens the file in the system's program for it. Fails with `unsupported` without a desktop. */
  openFile: once(nothing, nothing),
}
