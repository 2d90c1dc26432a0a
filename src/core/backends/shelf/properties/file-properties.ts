/** The properties that a file's owner stored for it. They are only in the index; the file itself is not changed. */
import { z } from 'zod'
import { propertyChangesSchema } from '../../../../contract/facets.ts'

const filePropertiesSchema = propertyChangesSchema.pick({ contentType: true, metadata: true, tags: true })
export type FileProperties = Readonly<z.infer<typeof filePropertiesSchema>>

export const filePropertyNames = ['contentType', 'metadata', 'tags'] as const

/** Returns the properties that a shelf stores, or undefined if none were given. */
export function filePropertiesOf(given: FileProperties | undefined): FileProperties | undefined {
  return given && filePropertiesSchema.parse(given)
}

/** Formats properties for the index. */
export function formatProperties(properties: FileProperties): string | null {
  return Object.keys(properties).length === 0 ? null : JSON.stringify(properties)
}

export function parseProperties(text: string | null): FileProperties {
  return text === null ? {} : filePropertiesSchema.parse(JSON.parse(text))
}
