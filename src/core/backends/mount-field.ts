import type { MountField } from '../../contract/api/mounts.ts'

/** One line of the form for a new mount: a text that may be left out, unless more is said. */
export function field(key: string, label: string, more: Partial<MountField> = {}): MountField {
  return { key, label, kind: 'text', required: false, advanced: false, ...more }
}
