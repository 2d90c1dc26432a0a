import type { MountField, MountType } from '../../contract/api/mounts.ts'
import type { BackendDescriptor } from '../backends/descriptor.ts'
import { field } from '../backends/adding/mount-field.ts'

/** The fields that mounts of every type have. */
export const commonFields: readonly MountField[] = [
  field('name', 'mount.name', { required: true }),
  field('label', 'mount.label', { advanced: true }),
  field('color', 'mount.color', { advanced: true, placeholder: '#2f6f8f' }),
  field('quota.bytes', 'mount.quota-bytes', { advanced: true, placeholder: '500 GB' }),
  field('quota.files', 'mount.quota-files', { kind: 'number', advanced: true }),
  field('readOnly', 'mount.read-only', { kind: 'boolean' }),
]

export function mountTypesOf(descriptors: readonly BackendDescriptor[]): MountType[] {
  return descriptors.flatMap(({ type, group, choices }) => choices.map((choice) => ({ ...choice, type, group })))
}
