/** A section of `key = value` lines, as AWS, rclone and many other tools write them. */
export interface IniSection {
  readonly name: string
  readonly values: ReadonlyMap<string, string>
}

/**
 * Reads the sections of an INI file. Never throws: lines that are neither a section nor a pair are ignored, including
 * the nested lines of some AWS settings.
 */
export function readIni(text: string): IniSection[] {
  const sections: { readonly name: string; readonly values: Map<string, string> }[] = []
  for (const line of text.split(/\r?\n/)) {
    const name = /^\s*\[([^\]]+)\]/.exec(line)?.[1]?.trim()
    const [, key, value = ''] = /^([^\s#;=[][^=]*?)\s*=\s*(.*?)\s*$/.exec(line) ?? []
    if (name !== undefined) sections.push({ name, values: new Map() })
    else if (key !== undefined) sections.at(-1)?.values.set(key.toLowerCase(), value)
  }
  return sections
}
