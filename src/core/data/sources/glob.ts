/** Name patterns as in a shell: `*`, `?`, `[a-z]`, `[!x]`. `**` as a whole name stands for any folders. */
export function hasGlob(text: string): boolean {
  return /[*?[]/.test(text)
}

/**
 * Tells whether a name matches a pattern without slashes. It is case-sensitive. Stars do not match names that begin
 * with a dot.
 */
export function nameMatcher(pattern: string): (name: string) => boolean {
  const source = pattern.replaceAll(
    /\*+|\?|\[(!?)([^\]]+)\]|[\\^$.|+(){}[\]/]/g,
    (part, not?: string, inside?: string) => {
      if (part.startsWith('*')) return '.*'
      if (part === '?') return '.'
      if (inside === undefined) return `\\${part}`
      return `[${not ? '^' : ''}${inside.replaceAll(/[\\\]^]/g, String.raw`\$&`)}]`
    },
  )
  const expression = new RegExp(`^(?:${source})$`, 'su')
  const showsHidden = pattern.startsWith('.')
  return (name) => expression.test(name) && (showsHidden || !name.startsWith('.'))
}
