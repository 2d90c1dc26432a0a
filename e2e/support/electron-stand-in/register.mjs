/** Lets the built app be loaded by plain Node: whoever imports `electron` from here on gets the stand-in. */
import { register } from 'node:module'

export function registerStandIn() {
  register('./resolve.mjs', import.meta.url)
}
