/** Sections of `key = value` lines, as AWS, rclone and many others write them. */
export interface IniSection {
  readonly name: string
  readonly values: ReadonlyMap<string, string>
}

/** Never fails: what is no section and no pair is passed over, also the nested lines some settings of AWS have. */
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
