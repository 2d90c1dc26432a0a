import { baseName } from '../location.ts'

export type Values = Readonly<Record<string, string | number>>

/** The names of the placeholders in a template. */
export type PlaceholderOf<Template extends string> = Template extends `${string}{${infer Inside}}${infer Rest}`
  ? (Inside extends `${infer Name}:${string}` ? Name : Inside) | PlaceholderOf<Rest>
  : never

const units = ['B', 'KB', 'MB', 'GB', 'TB', 'PB']

const formats: Readonly<Record<string, (value: string | number) => string>> = {
  /** The base name of a path, in quotation marks. */
  file: (path) => (path === '' ? 'the top folder' : `“${baseName(String(path))}”`),
  /** The name of something that may have no name, in quotation marks: `The bucket{bucket:named} is full.` */
  named: (name) => (name === '' ? '' : ` “${name}”`),
  bytes: (value) => sizeOf(Number(value)),
  /** The plural ending of a noun after its number: `{files:count} file{files:s}`. */
  s: (value) => (Number(value) === 1 ? '' : 's'),
  count: (value) => Number(value).toLocaleString('en'),
}

/**
 * Fills the values into a template. `{name}` inserts the value as it is; `{path:file}`, `{size:bytes}`, `{files:count}`
 * and `{files:s}` use the named format. If the template starts with a value, the result starts with a capital letter.
 */
export function filled(template: string, values: Values): string {
  // In one pass, so that a value that looks like a placeholder is not replaced.
  const text = template.replaceAll(/\{(\w+)(?::(\w+))?\}/g, (placeholder, name: string, format: string | undefined) => {
    const value = values[name]
    if (value === undefined) return placeholder
    return format === undefined ? String(value) : (formats[format]?.(value) ?? placeholder)
  })
  return template.startsWith('{') ? text.charAt(0).toUpperCase() + text.slice(1) : text
}

/** Formats a size as `418 MB` or `1.2 KB`, in steps of a thousand. */
function sizeOf(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${unit > 0 && value < 9.95 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`
}
