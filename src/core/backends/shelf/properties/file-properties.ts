/** What the owner of a file wrote down about it. It is in the index only: the file itself is not touched. */
import { z } from 'zod'
import { propertyChangesSchema } from '../../../../contract/facets.ts'

const filePropertiesSchema = propertyChangesSchema.pick({ contentType: true, metadata: true, tags: true })
export type FileProperties = Readonly<z.infer<typeof filePropertiesSchema>>

export const filePropertyNames = ['contentType', 'metadata', 'tags'] as const

/** Those a shelf keeps; undefined where none were given. */
export function filePropertiesOf(given: FileProperties | undefined): FileProperties | undefined {
  return given && filePropertiesSchema.parse(given)
}

/** As the index has them. */
export function formatProperties(properties: FileProperties): string | null {
  return Object.keys(properties).length === 0 ? null : JSON.stringify(properties)
}

export function parseProperties(text: string | null): FileProperties {
  return text === null ? {} : filePropertiesSchema.parse(JSON.parse(text))
}
