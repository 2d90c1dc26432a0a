import type { MountField, MountType } from '../../contract/api/mounts.ts'
import type { BackendDescriptor } from '../backends/descriptor.ts'

/** The fields that every mount has, whatever its type. */
export const commonFields: readonly MountField[] = [
  {
    key: 'name',
    label: 'Name',
    kind: 'text',
    required: true,
    advanced: false,
    help: 'Short, without colon or slash: it begins every location there.',
  },
  { key: 'label', label: 'Label', kind: 'text', required: false, advanced: true, help: 'Shown instead of the name.' },
  { key: 'color', label: 'Colour', kind: 'text', required: false, advanced: true, placeholder: '#2f6f8f' },
  {
    key: 'quota.bytes',
    label: 'Holds at the most',
    kind: 'text',
    required: false,
    advanced: true,
    placeholder: '500 GB',
    help: 'What would be more is refused.',
  },
  { key: 'quota.files', label: 'Files at the most', kind: 'number', required: false, advanced: true },
  { key: 'readOnly', label: 'Read only', kind: 'boolean', required: false, advanced: false },
]

export function mountTypesOf(descriptors: readonly BackendDescriptor[]): MountType[] {
  return descriptors.flatMap(({ type, group, choices }) => choices.map((choice) => ({ ...choice, type, group })))
}
