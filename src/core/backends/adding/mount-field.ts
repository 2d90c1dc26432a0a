import type { MountField } from '../../../contract/api/mounts.ts'
import { formFields } from '../../../contract/sentences/forms/form-fields.ts'
import { formOptions } from '../../../contract/sentences/forms/forms.ts'

/** One line of the form for a mount, with the texts of its code: a text that may be left out, unless more is said. */
export function field(key: string, code: keyof typeof formFields, more: Partial<MountField> = {}): MountField {
  return { key, ...formFields[code], kind: 'text', required: false, advanced: false, ...more }
}

/** What such a field may be, with labels. */
export function optionsOf(code: keyof typeof formOptions): { readonly choices: MountField['choices'] & object } {
  return { choices: Object.entries(formOptions[code]).map(([value, label]) => ({ value, label })) }
}
