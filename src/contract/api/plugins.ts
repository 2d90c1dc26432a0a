import { z } from 'zod'
import { once } from '../../lib/call-shape.ts'

/** A plugin in the settings folder. */
export const pluginSchema = z.object({
  /** The name of its file or package. */
  name: z.string(),
  /** Its path on this computer. */
  path: z.string(),
  version: z.string().exactOptional(),
  /** The author's description. */
  about: z.string().exactOptional(),
  /**
   * `off`: the plugin was not enabled, so none of its code ran. `on`: enabled. `changed`: its files differ from those
   * that were enabled, so it is off until it is enabled again. `broken`: enabled, but it was stopped during its last
   * use; `problem` gives the reason. The next use starts it again.
   */
  state: z.enum(['off', 'on', 'changed', 'broken']),
  problem: z.string().exactOptional(),
  /** The types of mounts it adds; known once it was enabled. */
  types: z.array(z.string()),
  /** The skip rules it adds, without their `@`. */
  rules: z.array(z.string()),
})
export type Plugin = Readonly<z.infer<typeof pluginSchema>>

const nameSchema = z.object({ name: z.string().min(1).max(300) })

export const pluginsApi = {
  /** Lists the plugins in the folder by name. Runs none of them. */
  list: once(z.object({}), z.object({ folder: z.string(), plugins: z.array(pluginSchema) })),
  /**
   * Enables a plugin for this and later sessions, as long as its files do not change. Fails with `not-found` or
   * `bad-input`.
   */
  enable: once(nameSchema, pluginSchema),
  /** Stops a plugin. Its mounts stay in the mounts file but can't be used. */
  disable: once(nameSchema, pluginSchema),
  /**
   * Shows the folder on the desktop, and creates it if it does not exist. Fails with `unsupported` without a desktop.
   */
  openFolder: once(z.object({}), z.object({})),
}
